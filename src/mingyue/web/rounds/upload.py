"""Taking in a version of a draft."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.people.models import User
from mingyue.web.rounds import checking, jobs, storage
from mingyue.web.rounds.models import Draft, Round, State
from mingyue.web.store.models import Project

LIMIT = 50 * 1024 * 1024
"""Bytes of one version."""


class UploadError(UserError):
    """A file that is not taken in; the message says why and the mend."""


def new_draft(project: Project, title: str, file: UploadedFile[bytes] | None, *, by: User) -> Round:
    """A new draft with its first round; the check goes on in the background. Raises UploadError."""
    name, data, kind = _looked_at(file)
    with transaction.atomic():
        draft = Draft.objects.create(project=project, title=(title.strip() or PurePosixPath(name).stem)[:120], by=by)
        return _add(draft, name, data, kind, by=by)


def next_round(draft: Draft, file: UploadedFile[bytes] | None, *, by: User) -> Round:
    """The next version of a draft. Raises UploadError, also where the version before is still being checked or is the very same."""
    name, data, kind = _looked_at(file)
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=draft.pk)
        last = draft.rounds.order_by("-number").first()
        if last is not None and last.waits:
            raise UploadError(f"第 {last.number} 轮还在检查，请等它完成后再上传下一轮。")
        if last is not None and last.state == State.DONE and last.file == sha256(data).hexdigest():
            raise UploadError(f"这个文件和第 {last.number} 轮完全相同，没有上传：请选择对方改过的版本。")
        return _add(draft, name, data, kind, by=by)


def again(waiting: Round) -> None:
    """Checks a round anew that failed."""
    changed = Round.objects.filter(pk=waiting.pk, state=State.FAILED).update(
        state=State.QUEUED, tries=0, fault="", lease=clock.now() + checking.WAITING
    )
    if changed:
        jobs.check.later(waiting.pk)


def _looked_at(file: UploadedFile[bytes] | None) -> tuple[str, bytes, str]:
    if file is None or not file.name:
        raise UploadError("请选择要审查的合同文件（Word、WPS、PDF 或纯文本）。")
    name = PurePosixPath(file.name.replace("\\", "/")).name[:200]
    if not file.size:
        raise UploadError(f"{name} 是空文件：请重新选择。")
    if file.size > LIMIT:
        raise UploadError(f"{name} 超过 {LIMIT // 1024 // 1024} MB：请删去大图片，或者只上传合同正文。")
    data = file.read()
    try:
        return name, data, api.draft_kind(data, name)
    except api.Unreadable as error:
        raise UploadError(f"{name}：{error}") from error


def _add(draft: Draft, name: str, data: bytes, kind: str, *, by: User) -> Round:
    number = (draft.rounds.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    made = Round.objects.create(
        draft=draft,
        number=number,
        name=name,
        file=storage.keep(draft.project_id, data),
        size=len(data),
        kind=kind,
        as_of=clock.today(),
        lease=clock.now() + checking.WAITING,
        by=by,
    )
    jobs.check.later(made.pk)
    return made
