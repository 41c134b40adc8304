"""谈判底线: parameters with three positions, severities, rules off, accepted deviations.

[parameters.prepayment_percent]
preferred = 30
fallback = 40
walk_away = 50

[rules."breach_dispute/liability_capped"]
severity = "high"          # or off = true

[[waivers]]
rule = "ip/custom_work_to_vendor"
reason = "集团统一框架协议已另行约定"
by = "张三"
until = 2027-06-30
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from mingyue.review.finding import SEVERITIES, Severity, Waiver
from mingyue.terms.errors import UserError

_POSITIONS = ("preferred", "fallback", "walk_away")
_SLOT = re.compile(r"\{([a-z_]+)\}")


class PlaybookError(UserError):
    """A playbook that cannot be used; one sentence that names the place and the mend."""


@dataclass(frozen=True, slots=True)
class Positions:
    """A parameter's preferred, fallback and walk-away values (percent, days, years, as its title says)."""

    preferred: Decimal
    fallback: Decimal
    walk_away: Decimal
    title: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What the buyer's house changes about a rule."""

    severity: Severity | None = None
    off: bool = False
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class RuleWaiver:
    """An accepted deviation from a rule; `contains` narrows it to findings whose quote holds these words."""

    rule: str
    waiver: Waiver
    contains: str = ""


@dataclass(frozen=True, slots=True)
class Playbook:
    """The buyer's positions."""

    parameters: Mapping[str, Positions]
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    waivers: tuple[RuleWaiver, ...] = ()
    sha256: str | None = None

    def text(self, template: str) -> str:
        """A replacement text with its {slots} filled with preferred values."""
        if "{" not in template:
            return template
        return _SLOT.sub(lambda m: self._preferred(m[1]) if m[1] in self.parameters else m[0], template)

    def _preferred(self, key: str) -> str:
        return format(self.parameters[key].preferred.normalize(), "f")

    def waiver(self, rule: str, quote: str, as_of: date) -> Waiver | None:
        """The waiver in force for a finding."""
        for entry in self.waivers:
            until = entry.waiver.until
            if entry.rule == rule and entry.contains in quote and (until is None or as_of <= until):
                return entry.waiver
        return None


def default_text() -> str:
    """The playbook that ships, as TOML."""
    return resources.files(__package__).joinpath("playbook.toml").read_text("utf-8")


@cache
def default() -> Playbook:
    """The playbook that ships: the guide's numbers."""
    raw = tomllib.loads(default_text())
    return Playbook({key: _positions(key, value) for key, value in raw["parameters"].items()})


def parse(text: str, rule_ids: frozenset[str]) -> Playbook:
    """A user's playbook laid over the defaults. Raises PlaybookError."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlaybookError(f"不是有效的 TOML：{error}。") from error
    unknown = sorted(set(raw) - {"parameters", "rules", "waivers"})
    if unknown:
        raise PlaybookError(f"不认识的段落 [{unknown[0]}]，可用 parameters、rules、waivers。")
    base = default().parameters
    waivers = raw.get("waivers", [])
    if not isinstance(waivers, list):
        raise PlaybookError("waivers 须写成一个或多个 [[waivers]]。")
    return Playbook(
        {**base, **_parameters(_table(raw, "parameters"), base)},
        {key: _setting(key, value, rule_ids) for key, value in _table(raw, "rules").items()},
        tuple(_waiver(index, value, rule_ids) for index, value in enumerate(waivers, 1)),
        sha256(text.encode("utf-8")).hexdigest(),
    )


def _table(raw: dict[str, Any], key: str) -> dict[str, Any]:
    value = raw.get(key, {})
    if not isinstance(value, dict):
        raise PlaybookError(f"[{key}] 须是一个表。")
    return value


def _parameters(raw: dict[str, Any], base: Mapping[str, Positions]) -> dict[str, Positions]:
    unknown = sorted(set(raw) - set(base))
    if unknown:
        raise PlaybookError(f"没有名为 {unknown[0]} 的参数；可用的参数见 mingyue playbook init 生成的文件。")
    return {key: _positions(key, value, base[key]) for key, value in raw.items()}


def _positions(key: str, raw: object, base: Positions | None = None) -> Positions:
    if not isinstance(raw, dict):
        raise PlaybookError(f"参数 {key} 须写成 [parameters.{key}] 下的 preferred、fallback、walk_away。")
    if unknown := sorted(set(raw) - {*_POSITIONS, "title", "unit"}):
        raise PlaybookError(f"参数 {key} 没有 {unknown[0]}，可用 preferred、fallback、walk_away。")
    values = [_number(key, name, raw.get(name, getattr(base, name, None))) for name in _POSITIONS]
    if values != sorted(values) and values != sorted(values, reverse=True):
        raise PlaybookError(f"参数 {key}：fallback 须在 preferred 与 walk_away 之间。")
    title, unit = (str(raw.get(name, getattr(base, name, ""))) for name in ("title", "unit"))
    return Positions(values[0], values[1], values[2], title, unit)


def _number(key: str, name: str, value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not Decimal(str(value)).is_finite():
        raise PlaybookError(f"参数 {key} 的 {name} 须是数字。")
    return Decimal(str(value))


def _setting(key: str, raw: object, rule_ids: frozenset[str]) -> RuleSetting:
    if key not in rule_ids:
        raise PlaybookError(f"没有名为 {key} 的规则；全部规则见 mingyue rules。")
    if not isinstance(raw, dict) or set(raw) - {"severity", "off", "fix"}:
        raise PlaybookError(f"规则 {key} 只能设置 severity、off、fix。")
    severity, off, fix = raw.get("severity"), raw.get("off", False), raw.get("fix")
    if severity is not None and severity not in SEVERITIES:
        raise PlaybookError(f"规则 {key} 的 severity 须为 high、medium 或 low。")
    if not isinstance(off, bool):
        raise PlaybookError(f"规则 {key} 的 off 须为 true 或 false。")
    if fix is not None and not isinstance(fix, str):
        raise PlaybookError(f"规则 {key} 的 fix 须是文字。")
    return RuleSetting(severity, off, fix)


def _waiver(index: int, raw: object, rule_ids: frozenset[str]) -> RuleWaiver:
    if not isinstance(raw, dict) or set(raw) - {"rule", "reason", "by", "until", "contains"}:
        raise PlaybookError(f"第 {index} 个 [[waivers]] 只能有 rule、reason、by、until、contains。")
    if raw.get("rule") not in rule_ids:
        raise PlaybookError(f"第 {index} 个 [[waivers]]：没有名为 {raw.get('rule')} 的规则。")
    if not str(raw.get("reason", "")).strip() or not str(raw.get("by", "")).strip():
        raise PlaybookError(f"第 {index} 个 [[waivers]] 须写明 reason（理由）和 by（批准人）。")
    until = raw.get("until")
    if until is not None and (not isinstance(until, date) or isinstance(until, datetime)):
        raise PlaybookError(f"第 {index} 个 [[waivers]] 的 until 须是日期，如 2027-06-30。")
    return RuleWaiver(raw["rule"], Waiver(str(raw["reason"]), str(raw["by"]), until), str(raw.get("contains", "")))
