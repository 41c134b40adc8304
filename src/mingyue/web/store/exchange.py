"""The project folder, both ways: everything of a project that is the user's own can leave and come back whole."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web.people.models import User
from mingyue.web.store import files
from mingyue.web.store.books import log_bytes, new_terms, open_book, restore
from mingyue.web.store.models import Project


class ExchangeError(UserError):
    """A folder that cannot be taken in or written; the message says why and the mend."""


def export(project: Project, folder: Path) -> None:
    """Writes contract.yaml, events.jsonl, evidence/, playbook.toml, calendar.toml into a folder that is not there yet.

    Raises ExchangeError, NoTermsError, OSError.
    """
    if folder.exists():
        raise ExchangeError(f"{folder} 已经存在：请换一个位置，或者先移走它。")
    newest = project.terms_versions.order_by("-number").first()
    if newest is None:
        raise ExchangeError(f"项目“{project.title}”还没有合同条款，没有可以导出的内容。")
    parts = {
        "contract.yaml": newest.text.encode(),
        "events.jsonl": log_bytes(project),
        "playbook.toml": project.playbook.encode(),
        "calendar.toml": project.calendar.encode(),
    }
    folder.mkdir(parents=True)
    for name, data in parts.items():
        if data:
            (folder / name).write_bytes(data)
    (folder / "evidence").mkdir()
    for kept in project.evidence.all():
        (folder / "evidence" / kept.sha256).write_bytes(files.content(kept))


@transaction.atomic
def take_in(folder: Path, *, title: str = "", by: User | None = None) -> Project:
    """Makes a project of a folder; its evidence is checked against its names. Raises what reading the folder raises, OSError."""
    opened = api.open_project(folder)
    verdict = api.verify(folder)
    if verdict.faults:
        raise ExchangeError(f"{folder} 没有通过校验：{verdict.faults[0]}。请先用 mingyue verify 查看。")
    project = Project.objects.create(
        title=title or opened.terms.title or folder.name,
        phase="performance" if opened.events else "drafting",
        calendar=_text(folder / "calendar.toml"),
        playbook=_text(folder / "playbook.toml"),
        created_by=by,
    )
    new_terms(project, (folder / "contract.yaml").read_bytes().decode("utf-8-sig"), by=by, reason="导入")
    log = folder / "events.jsonl"
    restore(project, log.read_bytes() if log.is_file() else b"")
    for path in sorted((folder / "evidence").glob("*")):
        files.keep(project, path.name, path.read_bytes(), by=by)
    open_book(project)
    return project


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def find(words: str) -> Project:
    """The project of this slug, else of this title. Raises ExchangeError for none and for several."""
    found = list(Project.objects.filter(slug=words)) or list(Project.objects.filter(title=words)[:2])
    if not found:
        known = "、".join(f"{each.slug}（{each.title}）" for each in Project.objects.order_by("-created")[:5])
        raise ExchangeError(f"没有项目“{words}”：{f'最近的项目有 {known}' if known else '工作台里还没有项目'}。")
    if len(found) > 1:
        raise ExchangeError(f"有几个项目都叫“{words}”：请用网址里的项目编号。")
    return found[0]
