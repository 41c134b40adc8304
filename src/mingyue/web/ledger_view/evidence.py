"""Files that prove something: which there are, which events name them, and taking new ones in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.ledger_view.filters import choice, contains
from mingyue.web.ledger_view.sheet import Cell, Column, Sheet, cells
from mingyue.web.people.models import User
from mingyue.web.store import files
from mingyue.web.store.models import EventLine, Evidence, Project

KINDS: Mapping[str, str] = {
    "application/pdf": "PDF",
    "image/png": "图片",
    "image/jpeg": "图片",
    "image/gif": "图片",
    "text/plain": "文字",
    "application/zip": "Office 或压缩文件",
    "application/octet-stream": "其他",
}
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "text/plain"})
"""What a browser can show without running anything of it."""


def chosen(project: Project, digests: Sequence[str]) -> tuple[Evidence, ...]:
    """Those of these files that the project keeps."""
    return tuple(Evidence.objects.filter(project=project, sha256__in=digests).order_by("pk")) if digests else ()


def taken(project: Project, uploads: Iterable[UploadedFile[bytes]], *, by: User | None) -> tuple[Evidence, ...]:
    """Keeps files that were sent. Raises FileError for an empty or too large one, before it is read."""
    kept = []
    for upload in uploads:
        name = upload.name or _("未命名")
        if (upload.size or 0) > files.LIMIT:
            raise files.FileError(
                _("%(name)s 太大，没有保存：最多 %(most)s MB。") % {"name": name, "most": files.LIMIT >> 20}
            )
        kept.append(files.keep(project, name, upload.read(), by=by))
    return tuple(kept)


def used(project: Project) -> Mapping[str, tuple[str, ...]]:
    """SHA-256 -> the events that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in (
        EventLine.objects.filter(project=project).exclude(line__contains='"evidence":[]').values_list("line", flat=True)
    ):
        line = api.event_line(text)
        for digest in line["evidence"]:
            found[digest].append(line["id"])
    for text in EventLine.objects.filter(project=project, kind="evidence").values_list("line", flat=True):
        line = api.event_line(text)
        digest = str(line["data"].get("sha256"))
        if line["id"] not in found[digest]:
            found[digest].append(line["id"])
    return {digest: tuple(names) for digest, names in found.items()}


def size(count: int) -> str:
    """12 字节, 3.4 KB, 1.2 MB."""
    if count < 1024:
        return _("%(count)s 字节") % {"count": count}
    return f"{count / 1024:.1f} KB" if count < 1024**2 else f"{count / 1024**2:.1f} MB"


def sheet(project: Project, asked: Mapping[str, str], link: Callable[[str], str]) -> Sheet:
    """The files that the filters let through, newest first."""
    kind = choice(asked, "type", _("类型"), kinds()).value
    uses = used(project)
    columns: tuple[Column, ...] = (
        Column(_("文件")),
        Column(_("类型")),
        Column(_("大小")),
        Column(_("用于事件")),
        Column(_("保存人")),
    )
    columns += (Column(_("保存时间"), "moment"), Column("SHA-256"))
    rows = []
    for each in Evidence.objects.filter(project=project).select_related("by").order_by("-pk"):
        events, type_ = "、".join(uses.get(each.sha256, ())), KINDS.get(each.media_type, "其他")
        if (not kind or kind == type_) and contains(asked.get("q", ""), each.name, events, each.sha256):
            state = Cell(events) if events else Cell(_("尚未用于事件"), "warn")
            at = timezone.localtime(each.at).replace(tzinfo=None)
            rows.append(
                cells(
                    Cell(each.name, href=link(each.sha256)),
                    type_,
                    size(each.size),
                    state,
                    each.by.name if each.by else "",
                    at,
                    each.sha256,
                )
            )
    empty = _("还没有证据。邮件、聊天截图、验收报告、发票，保存在这里并计算散列值，日后可以证明没有改动过。")
    return Sheet("evidence", _("证据"), columns, tuple(rows), empty)


def kinds() -> Mapping[str, str]:
    """The types that one can filter by."""
    return {word: word for word in dict.fromkeys(KINDS.values())}
