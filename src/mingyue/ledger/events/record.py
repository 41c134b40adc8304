"""Events about events."""

from __future__ import annotations

from mingyue.ledger.events.content import Content, EventId, Hash
from mingyue.terms.base import Line, required, term


class Correction(Content):
    """An earlier event was recorded wrongly: its right content, or `void` as if it had never been recorded.

    data holds the whole right content, so that a line of events.jsonl can be read alone; whoever records only what is
    different has the rest filled in (`mingyue.ledger.history.mended`).
    """

    title = "更正"
    of: EventId = required("被更正的事件编号")
    void: bool = term("该事件作废", default=False)
    happened: Line | None = term("正确的发生时间；不写为不变", pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$")
    data: dict[str, object] | None = term("正确的内容；不写为不变，逐项写成 data.名称=值，只写要改的项，值留空为删去")
    reason: Line = required("更正理由")


class EvidenceAttached(Content):
    """A file that proves something: mail, chat picture, recording (section 五.2 of the guide)."""

    title = "证据"
    subject: Line = required("证明什么")
    source: Line = required("来源（邮件、微信、录音、文件）")
    sha256: Hash = required("文件的散列值")
    filename: Line | None = term("原文件名")
    of: EventId | None = term("证明哪个事件")
