"""What leaves a review as a file: redline, clean copy, report. Made when asked for, from the file as uploaded and the decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web.rounds import storage
from mingyue.web.rounds.models import CHOSEN, Item, Round

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = ("redline", "clean", "report", "original")


class NotMadeError(UserError):
    """A file that cannot be made; the message says why and the mend."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file to hand out."""

    name: str
    media_type: str
    data: bytes


def make(round_: Round, form: str, *, author: str, now: datetime) -> Made:
    """One of FORMS. Raises NotMadeError (no Word form, nothing chosen yet), DraftFileError, Unreadable.

    author: who signs the marks of the redline.
    """
    project, stem = round_.draft.project_id, PurePosixPath(round_.name).stem
    if form == "original":
        return Made(round_.name, "application/octet-stream", storage.content(project, round_.file))
    items = list(round_.items.select_related("decided_by"))
    if form == "report":
        page = api.report(_review(round_, items), round_.name, "html")
        return Made(f"{stem}-审查报告.html", "text/html; charset=utf-8", page.encode())
    chosen = [item for item in items if item.decision in CHOSEN]
    if not round_.word:
        raise NotMadeError("这份文件不是 Word，不能生成修订稿：请向对方索取 .docx 文件后上传下一轮。")
    if not chosen:
        raise NotMadeError("还没有采纳任何一条建议：先在审查意见里选“采纳”或“改写后采纳”，再下载。")
    data, review = storage.content(project, round_.word), _review(round_, chosen)
    if form == "clean":
        return Made(f"{stem}-清洁稿.docx", WORD, api.clean(data, review))
    return Made(f"{stem}-修订稿.docx", WORD, api.redline(data, review, author=author, date=now))


def _review(round_: Round, items: Iterable[Item]) -> api.Review:
    """The review of the round with these findings as they were decided: what is read from the text is read again."""
    data = storage.content(round_.draft.project_id, round_.word or round_.file)
    document = api.read_document(data, "draft.docx" if round_.word else round_.name)
    review = api.with_findings(api.check(document, as_of=round_.as_of), (item.settled() for item in items))
    return replace(review, playbook_sha256=round_.result["playbook_sha256"])
