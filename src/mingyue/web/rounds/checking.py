"""The check of a round: claimed by one worker, told of while it goes on, its findings kept and matched with the round before."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.rounds import storage
from mingyue.web.rounds.matching import pairs
from mingyue.web.rounds.models import Decision, Draft, Item, Round, State
from mingyue.web.rounds.signals import checked

WAITING, READING, CHECKING = timedelta(seconds=60), timedelta(seconds=180), timedelta(seconds=60)
"""How long a claim holds: until the queue brings the job, while LibreOffice or the PDF reader works, between two steps told."""
_TRIES = 3
_TELL_EVERY = timedelta(seconds=0.4)
_HEADING = re.compile(r"第[一二三四五六七八九十百零两\d]{1,5}[章条编]|[一二三四五六七八九十]{1,3}、")
_HEADING_LENGTH = 30
_log = logging.getLogger(__name__)


def check(round_id: int) -> None:
    """Checks a round that waits; one that another worker has, or that is over, is left alone."""
    claimed = _claim(round_id, clock.now())
    if claimed is None:
        return
    try:
        _check(claimed)
    except (api.Unreadable, UserError) as error:
        _fail(claimed, str(error))
    except Exception:  # noqa: BLE001 - told to the user and logged: a round must not wait for ever
        _log.exception("the check of round %s broke", round_id)
        _fail(claimed, "检查时出现程序内部错误，请把这份文件和版本号告诉管理员；文件已经保存，可以重新检查。")


def left_behind(now: datetime) -> list[int]:
    """Rounds that wait although nobody works on them: their worker died, or their job was lost."""
    return list(
        Round.objects.filter(state__in=[State.QUEUED, State.RUNNING], lease__lt=now).values_list("pk", flat=True)
    )


def _claim(round_id: int, now: datetime) -> Round | None:
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, lease__lt=now)
    mine = Round.objects.filter(free, pk=round_id).update(
        state=State.RUNNING, lease=now + READING, tries=F("tries") + 1, done=0, total=0
    )
    if not mine:
        return None
    claimed = Round.objects.select_related("draft__project").get(pk=round_id)
    if claimed.tries > _TRIES:
        _fail(claimed, f"检查中断了 {_TRIES} 次，不再重试：请把文件另存为 .docx 后重新上传。")
        return None
    return claimed


def _check(claimed: Round) -> None:
    project = claimed.draft.project
    data = storage.content(project.pk, claimed.file)
    word = api.to_word(data, claimed.name)
    document = api.read_document(word or data, claimed.name if word is None else "draft.docx")
    house = api.playbook(project.playbook) if project.playbook else None
    review = api.check(document, as_of=claimed.as_of, playbook=house, progress=_teller(claimed))
    result = api.result(review, claimed.name)
    claimed.word = storage.keep(project.pk, word) if word is not None else ""
    claimed.text = document.text
    claimed.marks = _headings(document)
    claimed.notes = list(review.document.notes)
    bodies = result.pop("findings")
    claimed.result = result
    items = [
        _item(claimed, number, body, each.why)
        for number, (body, each) in enumerate(zip(bodies, review.findings, strict=True), 1)
    ]
    _keep(claimed, items)
    checked.send(sender=Round, round=claimed)


def _teller(claimed: Round) -> Callable[[int, int], None]:
    """Writes down how far the check is, not more often than somebody looks."""
    last = clock.now() - _TELL_EVERY

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = clock.now()
        if now - last >= _TELL_EVERY:
            last = now
            Round.objects.filter(pk=claimed.pk).update(done=done, total=total, lease=now + CHECKING)
        claimed.done, claimed.total = done, total

    return tell


def _item(claimed: Round, number: int, body: dict[str, Any], why: str) -> Item:
    waived = body.get("waived")
    return Item(
        round=claimed,
        number=number,
        rule=body["rule"],
        family=body["family"],
        severity=body["severity"],
        title=body["title"][:200],
        why=why,
        body=body,
        decision=Decision.WAIVED if waived else Decision.OPEN,
        reason=waived["reason"] if waived else "",
        decided=clock.now() if waived else None,
    )


def _keep(claimed: Round, items: list[Item]) -> None:
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=claimed.draft_id)
        _follow(claimed, items)
        Item.objects.bulk_create(items)
        claimed.state = State.DONE
        claimed.fault = ""
        claimed.save()
        Draft.objects.filter(pk=claimed.draft_id, newest__lt=claimed.number).update(newest=claimed.number)


def _follow(claimed: Round, items: list[Item]) -> None:
    """Ties each finding to itself in the round before; whose it is, and that we live with it, goes over."""
    before = claimed.draft.rounds.filter(state=State.DONE, number__lt=claimed.number).order_by("-number").first()
    if before is None:
        return
    old = {item.number: item for item in before.items.all()}
    same = pairs(
        [(item.number, item.rule, item.quote) for item in old.values()],
        [(item.number, item.rule, item.quote) for item in items],
    )
    for item in items:
        if item.number not in same:
            continue
        item.earlier = earlier = old[same[item.number]]
        item.assignee_id = earlier.assignee_id
        if earlier.decision == Decision.WAIVED and item.decision == Decision.OPEN:
            item.decision, item.reason = earlier.decision, earlier.reason
            item.decided, item.decided_by_id = earlier.decided, earlier.decided_by_id


def _fail(claimed: Round, sentence: str) -> None:
    Round.objects.filter(pk=claimed.pk).update(state=State.FAILED, fault=sentence)


def _headings(document: api.Document) -> list[int]:
    """Lines that a reader takes for headings: the file says so, or they are short and numbered like one."""
    levels = {block.start for block in document.blocks if block.level is not None and block.kind == "body"}
    found, start = [], 0
    for number, line in enumerate(document.text.split("\n")):
        if len(line) <= _HEADING_LENGTH and line and (start in levels or _HEADING.match(line)):
            found.append(number)
        start += len(line) + 1
    return found
