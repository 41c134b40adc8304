"""A rule as a page: TOML front matter, why it hurts the buyer, the replacement text, examples both ways.

    +++
    title = "把系统故障写成不可抗力"
    risk = "force_majeure_too_broad"
    severity = "high"
    basis = ["民法典:180", "民法典:590"]
    check = { kind = "phrase", any = ["不可抗力…(?:宕机|服务器故障)"], unless = ["不属于|不视为|不构成"] }
    +++
    why, in two or three sentences
    ## 修改为
    the replacement text, with {slots} from the playbook
    ## 报告
    > an example that must fire
    ## 不报告
    > an example that must stay silent

The id is the path: force_majeure/covers_outage. A fault in a page is a `RuleError` at load, never a silent skip.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from mingyue.review.finding import FAMILIES, WHOLE, Action, Level, Severity
from mingyue.review.pattern import Pattern, pattern
from mingyue.review.playbook import default
from mingyue.review.scan import Scope
from mingyue.review.taxonomy import CONTRACT_TYPES, FACTS, RISKS

KINDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    # kind: (keys that must be there, keys that may)
    "phrase": (frozenset({"any"}), frozenset({"all", "unless", "scope", "under", "not_under", "limit"})),
    "absent": (frozenset({"any"}), frozenset({"given", "unless"})),
    "lacks": (frozenset({"where", "any"}), frozenset({"scope", "unless", "under", "not_under", "limit"})),
    "level": (frozenset({"family", "is"}), frozenset()),
    "fact": (frozenset({"name", "worse", "parameter"}), frozenset()),
    "compare": (frozenset({"name", "over", "times"}), frozenset()),
    "function": (frozenset({"name"}), frozenset()),
}
FEATURES = frozenset({"delivers", "holds_data", "custom", "form", "service"})
_LISTS = ("any", "all", "unless", "where", "given")
_FRONT = re.compile(r"\A\+\+\+\n(?P<front>.*?)\n\+\+\+\n(?P<body>.*)\Z", re.DOTALL)
_FRONT_KEYS = {"title", "risk", "severity", "basis", "check", "action", "when"}


class RuleError(ValueError):
    """A rule page that cannot be used; the message names the page and the mend."""


@dataclass(frozen=True, slots=True)
class Check:
    """One of the generic checks with its arguments; patterns compiled."""

    kind: str
    options: Mapping[str, Any]
    patterns: Mapping[str, tuple[Pattern, ...]]
    scope: Scope = "sentence"
    under: Pattern | None = None
    not_under: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, ready to run. severity "graded": high, medium or low by how far the playbook's positions are passed."""

    id: str
    family: str
    title: str
    risk: str
    severity: Severity | str
    basis: tuple[str, ...]
    check: Check
    why: str
    fix: str
    action: Action | None
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)


def parse(rule_id: str, text: str) -> Rule:
    """Reads a rule page. Raises RuleError with the page's id."""
    match = _FRONT.match(text.replace("\r\n", "\n"))
    if match is None:
        raise RuleError(f"规则 {rule_id}：开头缺少 +++ 包围的 TOML。")
    try:
        front = tomllib.loads(match["front"])
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"规则 {rule_id}：TOML 有误（{error}）。") from error
    why, sections = _sections(match["body"])
    fires, silent = _quotes(sections.get("报告", "")), _quotes(sections.get("不报告", ""))
    _verify(rule_id, front, why, fires, silent)
    return Rule(
        id=rule_id,
        family=rule_id.split("/", maxsplit=1)[0],
        title=front["title"],
        risk=front["risk"],
        severity=front["severity"],
        basis=tuple(front["basis"]),
        check=_check(rule_id, front["check"]),
        why=why,
        fix=sections.get("修改为", "").strip(),
        action=front.get("action"),
        fires=fires,
        silent=silent,
        when={key: frozenset(value) for key, value in front.get("when", {}).items()},
    )


def _sections(body: str) -> tuple[str, dict[str, str]]:
    """The text before the first heading, and the text under each heading."""
    head, *rest = re.split(r"^## +", body, flags=re.MULTILINE)
    return head.strip(), {part.split("\n", 1)[0].strip(): part.partition("\n")[2] for part in rest}


def _quotes(text: str) -> tuple[str, ...]:
    """Block quotes, one example each; an empty line parts two examples."""
    blocks = re.split(r"\n\s*\n", text.strip())
    lines = ("\n".join(line.removeprefix(">").removeprefix(" ") for line in block.split("\n")) for block in blocks)
    return tuple(block for block in lines if block.strip())


def _verify(rule_id: str, front: dict[str, Any], why: str, fires: tuple[str, ...], silent: tuple[str, ...]) -> None:
    """Everything a page must hold."""
    family, _, defect = rule_id.partition("/")
    faults = [
        (family not in {*FAMILIES, WHOLE} or not re.fullmatch(r"[a-z][a-z0-9_]*", defect), "编号须为 条款族/缺陷名"),
        (bool(set(front) - _FRONT_KEYS), f"多余的键 {sorted(set(front) - _FRONT_KEYS)}"),
        (bool(missing := {"title", "risk", "severity", "basis", "check"} - set(front)), f"缺少 {sorted(missing)}"),
        (front.get("risk") not in RISKS, "risk 不在 taxonomy.toml 中"),
        (front.get("severity") not in {*get_args(Severity), "graded"}, "severity 须为 high、medium、low 或 graded"),
        (not front.get("basis"), "缺少 basis"),
        (
            front.get("severity") == "graded" and front.get("check", {}).get("kind") != "fact",
            "graded 只能用于 fact 检查",
        ),
        (front.get("action") not in {None, *get_args(Action)}, "action 须为 replace、insert、delete 或 comment"),
        (not why, "缺少理由"),
        (len(fires) < 2, "至少两个应报告的例子"),
        (len(silent) < max(2, len(fires)), "不报告的例子至少两个，且不少于应报告的"),
    ]
    for broken, message in faults:
        if broken:
            raise RuleError(f"规则 {rule_id}：{message}。")
    _verify_when(rule_id, front.get("when", {}))


def _verify_when(rule_id: str, when: dict[str, Any]) -> None:
    allowed = {"type": set(CONTRACT_TYPES), "feature": set(FEATURES), "not_feature": set(FEATURES)}
    for key, values in when.items():
        if key not in allowed or not set(values) <= allowed[key]:
            raise RuleError(f"规则 {rule_id}：when.{key} 有误。")


def _check(rule_id: str, raw: dict[str, Any]) -> Check:
    """The check of a page."""
    kind = raw.get("kind", "")
    if kind not in KINDS:
        raise RuleError(f"规则 {rule_id}：check.kind 须为 {'、'.join(KINDS)} 之一。")
    needed, allowed = KINDS[kind]
    keys = set(raw) - {"kind"}
    if not needed <= keys or keys - needed - allowed:
        raise RuleError(f"规则 {rule_id}：{kind} 须有 {sorted(needed)}，可有 {sorted(allowed)}。")
    for broken, message in _option_faults(kind, raw):
        if broken:
            raise RuleError(f"规则 {rule_id}：{message}。")
    try:
        patterns = {key: tuple(pattern(source) for source in raw[key]) for key in _LISTS if key in raw}
        under, not_under = (pattern(raw[key]) if key in raw else None for key in ("under", "not_under"))
    except re.error as error:
        raise RuleError(f"规则 {rule_id}：正则表达式有误（{error}）。") from error
    return Check(kind, raw, patterns, raw.get("scope", "sentence"), under, not_under)


def _option_faults(kind: str, raw: dict[str, Any]) -> Iterator[tuple[bool, str]]:
    """What can be wrong with a check's arguments, each with its message."""
    for key in _LISTS:
        value = raw.get(key, [])
        yield not isinstance(value, list) or not all(isinstance(v, str) for v in value), f"{key} 须是一组正则表达式"
    yield raw.get("scope", "sentence") not in get_args(Scope), f"scope 须为 {'、'.join(get_args(Scope))} 之一"
    if kind == "level":
        yield raw["family"] not in FAMILIES, f"没有名为 {raw['family']} 的条款族"
        yield not set(raw["is"]) <= set(get_args(Level)), f"is 须为 {'、'.join(get_args(Level))} 之中的一组"
    if kind in {"fact", "compare"}:
        for name in (raw["name"], raw.get("over", raw["name"])):
            yield name not in FACTS, f"没有名为 {name} 的事实"
    if kind == "fact":
        yield raw["parameter"] not in default().parameters, f"没有名为 {raw['parameter']} 的参数"
        yield raw["worse"] not in {"above", "below"}, "worse 须为 above 或 below"
