"""What the review page shows of a round, gathered in few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import Count
from django.http import Http404
from django.utils.safestring import SafeString

from mingyue import api
from mingyue.web.page import Visit
from mingyue.web.rounds import marking
from mingyue.web.rounds.models import CHOSEN, DECISIONS, Decision, Draft, Item, Round, State
from mingyue.web.store.models import Project

SEVERITIES: Mapping[str, str] = {"high": "高", "medium": "中", "low": "低"}
TONES: Mapping[str, str] = {"high": "bad", "medium": "warn", "low": "info"}
LEVELS: Mapping[str, str] = {"full": "完整", "partial": "不完整", "absent": "缺失"}
DECISION_TONES: Mapping[str, str] = {"accepted": "good", "edited": "good", "waived": "warn", "refused": "bad"}
COMPARED: Mapping[str, str] = {"new": "本轮新出现", "still": "上一轮就有，仍未改"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings are listed; empty: all of them."""

    family: str = ""
    severity: str = ""
    decision: str = ""
    versus: str = ""
    mine: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Choice:
        """From the address; words that mean nothing count as none."""
        return cls(
            _known(given.get("family", ""), api.families()),
            _known(given.get("severity", ""), SEVERITIES),
            _known(given.get("decision", ""), DECISIONS),
            _known(given.get("versus", ""), COMPARED),
            mine=given.get("mine") == "1",
        )

    def takes(self, item: Item, user_id: int) -> bool:
        """Whether the finding is listed."""
        return (
            self.family in {"", item.family}
            and self.severity in {"", item.severity}
            and self.decision in {"", item.decision}
            and self.versus in {"", "still" if item.earlier_id else "new"}
            and (not self.mine or item.assignee_id == user_id)
        )

    def __bool__(self) -> bool:
        return self != Choice()


def _known(word: str, words: Iterable[str]) -> str:
    return word if word in words else ""


@dataclass(frozen=True, slots=True)
class Family:
    """A clause family on the coverage map."""

    key: str
    title: str
    level: str
    count: int
    high: int

    @property
    def says(self) -> str:
        """How complete it is."""
        return LEVELS[self.level]


def find_draft(project: Project, draft: int) -> Draft:
    """A draft of this project. Raises Http404."""
    found = Draft.objects.filter(project=project, pk=draft).first()
    if found is None:
        raise Http404
    found.project = project
    return found


def find_round(project: Project, draft: int, number: int) -> Round:
    """A round of a draft of this project. Raises Http404."""
    rounds = Round.objects.select_related("draft").defer("text", "marks")
    found = rounds.filter(draft__project=project, draft=draft, number=number).first()
    if found is None:
        raise Http404
    found.draft.project = project
    return found


def find_item(round_: Round, number: int) -> Item:
    """A finding of the round with its talk. Raises Http404."""
    found = round_.items.select_related("assignee", "decided_by", "earlier__round").filter(number=number).first()
    if found is None:
        raise Http404
    found.round = round_
    return found


def items_of(round_: Round) -> list[Item]:
    """The findings of the round in the order of the text, each with the number of its comments as `said`."""
    related = round_.items.select_related("assignee", "decided_by").annotate(said=Count("comments"))
    return list(related.defer("why").order_by("number"))


def workspace(
    visit: Visit, round_: Round, rounds: Sequence[Round], *, choice: Choice, open_number: int | None
) -> dict[str, Any]:
    """All values of the page of a round that is checked."""
    items = items_of(round_)
    shown = [item for item in items if choice.takes(item, visit.user.pk)]
    return {
        "text": text(round_, items),
        "items": shown,
        "total": len(items),
        "choice": choice,
        "open_number": open_number if any(item.number == open_number for item in shown) else None,
        "card": card(round_, open_number) if open_number in {item.number for item in shown} else None,
        "coverage": coverage(round_, items),
        "severities": SEVERITIES,
        "decisions": DECISIONS,
        "compared": COMPARED,
        "families": api.families(),
        **summary(round_, rounds, items),
    }


def summary(round_: Round, rounds: Sequence[Round], items: Sequence[Item]) -> dict[str, Any]:
    """The numbers above the page. rounds: all of the draft, in order."""
    decided = Counter(item.decision for item in items)
    left = Counter(item.severity for item in items if item.decision == Decision.OPEN)
    return {
        "total": len(items),
        "decided": len(items) - decided[Decision.OPEN],
        "chosen": sum(decided[each] for each in CHOSEN),
        "waived": decided[Decision.WAIVED],
        "refused": decided[Decision.REFUSED],
        "left": [(SEVERITIES[key], left[key], TONES[key]) for key in SEVERITIES if left[key]],
        "versus": _versus(round_, rounds, items),
    }


def _versus(round_: Round, rounds: Sequence[Round], items: Sequence[Item]) -> dict[str, Any] | None:
    """What became of the findings of the round before; None in the first round."""
    earlier = [each for each in rounds if each.number < round_.number and each.state == State.DONE]
    if not earlier:
        return None
    before = earlier[-1]
    still = sum(item.earlier_id is not None for item in items)
    gone = before.items.filter(later=None).only("number", "title", "severity", "decision", "round")
    return {"before": before.number, "still": still, "new": len(items) - still, "met": list(gone)}


def card(round_: Round, number: int | None) -> dict[str, Any]:
    """The values of one finding, opened."""
    if number is None:
        return {}
    item = find_item(round_, number)
    return {
        "item": item,
        "comments": list(item.comments.select_related("by")),
        "basis": [api.citation(words, round_.as_of) for words in item.body["basis"]],
        "editable": round_.number == round_.draft.newest,
        "words": item.wording or item.suggestion,
    }


def coverage(round_: Round, items: Iterable[Item]) -> list[Family]:
    """The twelve families: how complete each is, and how many findings it has."""
    clauses = round_.result["clauses"]
    items = list(items)
    count = Counter(item.family for item in items)
    high = Counter(item.family for item in items if item.severity == "high")
    titles = api.families()
    return [Family(key, titles[key], told["present"], count[key], high[key]) for key, told in clauses.items()]


def text(round_: Round, items: Iterable[Item]) -> SafeString:
    """The draft with its findings marked; it never changes once the check is done."""
    kept = caches["fragments"]
    key = f"round-{round_.pk}-{round_.file}-{round_.uploaded.timestamp()}-{round_.tries}"
    page: SafeString | None = kept.get(key)
    if page is None:
        page = _text(round_, items)
        kept.set(key, page)
    return page


def _text(round_: Round, items: Iterable[Item]) -> SafeString:
    marks = (
        marking.Mark(item.number, span["start"], span["end"], item.severity, item.title)
        for item in items
        if (span := item.body["span"])
    )
    return marking.html(round_.text, marks, round_.marks)
