"""The kinds of notices, and what a person may wish for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Wish = Literal["at_once", "digest", "inbox"]
WISHES: Mapping[Wish, Promise] = {"at_once": _("立即发送"), "digest": _("汇总发送"), "inbox": _("只在明约里看")}


@dataclass(frozen=True, slots=True)
class Kind:
    """title: in words; usual: what holds until the person wishes otherwise. tone: the colour of its mark."""

    title: Promise
    usual: Wish
    tone: str = ""


KINDS: Mapping[str, Kind] = {
    "late": Kind(_("已经逾期"), "at_once", "bad"),
    "near": Kind(_("今天或明天到期"), "at_once", "warn"),
    "soon": Kind(_("七天内到期"), "digest", "info"),
    "gate": Kind(_("付款条件满足"), "digest", "good"),
    "waiting": Kind(_("等我审批、签署"), "at_once", "warn"),
    "mention": Kind(_("有人提到我"), "at_once", "info"),
    "given": Kind(_("指派给我"), "digest", "info"),
    "checked": Kind(_("合同稿审查完成"), "digest"),
    "joined": Kind(_("我的邀请被接受"), "digest"),
}
"""At once is usual only for what is urgent: what is late or nearly, and what waits for this person's answer."""
