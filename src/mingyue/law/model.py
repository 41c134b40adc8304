"""Statutes, articles and dated values, and the questions a rule asks of them.

A citation is a text: "民法典:585", "民法典:585.2" (article 585, paragraph 2), "指南:三.6" (an item of the signing guide) or
"惯例:服务等级" (a practice of buyers' counsel). The same citation may have several versions, one after another in time.
Both ends of a period in force are inclusive days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

Kind = Literal["statute", "guide", "practice"]
Mark = Literal["confirmed", "published", "derived", "unconfirmed", "advice"]
"""How sure we are: read in the text of the act; seen on a published page; computed from a confirmed text (renumbering);
from memory; not law at all (guide, practice)."""


@dataclass(frozen=True, slots=True)
class Statute:
    """An act, or one of the two sources that are no law (guide, practice).

    key: the short name used in citations; aliases: further names found in contracts; successor: the key of the act that
    replaced a repealed one.
    """

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    in_force_from: date = date.min
    in_force_to: date = date.max
    successor: str = ""
    kind: Kind = "statute"
    mark: Mark = "confirmed"
    source: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which a contract may call it, the full title first."""
        return tuple(dict.fromkeys((self.title, self.key, *self.aliases)))


@dataclass(frozen=True, slots=True)
class Article:
    """One version of a provision; `text` is our paraphrase; former: the number that the provision bore before ("21")."""

    statute: str
    number: str
    paragraph: int | None
    text: str
    mark: Mark
    source: str
    in_force_from: date = date.min
    in_force_to: date = date.max
    former: str = ""

    @property
    def reference(self) -> str:
        """Number with paragraph: "585.2"."""
        return self.number if self.paragraph is None else f"{self.number}.{self.paragraph}"

    @property
    def citation(self) -> str:
        """As rules write it: "民法典:585.2"."""
        return f"{self.statute}:{self.reference}"

    def holds(self, day: date) -> bool:
        """Whether this version is in force on a day."""
        return self.in_force_from <= day <= self.in_force_to


@dataclass(frozen=True, slots=True)
class Value:
    """A figure with the days it holds: `value` in `unit` ("%", "日", "年" ...), taken from the article `basis`."""

    key: str
    value: Decimal
    unit: str
    text: str
    basis: str
    mark: Mark
    in_force_from: date = date.min
    in_force_to: date = date.max

    def holds(self, day: date) -> bool:
        """Whether the figure holds on a day."""
        return self.in_force_from <= day <= self.in_force_to


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation resolved on a day."""

    statute: Statute
    article: Article
    label: str


@dataclass(frozen=True, slots=True)
class Repealed:
    """An act that is no longer in force: what to name instead ("《民法典》") and the first day without it."""

    statute: Statute
    successor: str
    since: date


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """All statutes, articles and values; made by `mingyue.law.load`."""

    statutes: Mapping[str, Statute]
    articles: tuple[Article, ...]
    values: tuple[Value, ...]
    _versions: dict[str, list[Article]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        versions: dict[str, list[Article]] = {}
        for article in sorted(self.articles, key=lambda article: article.in_force_from):
            versions.setdefault(article.citation, []).append(article)
        object.__setattr__(self, "_versions", versions)

    def check(self, citation: str) -> str | None:
        """What is wrong with a citation, in one Chinese sentence; None when it was good law on some day."""
        if citation in self._versions:
            return None
        key, _, reference = citation.partition(":")
        statute = self.statutes.get(key)
        if not key or not reference:
            return f"引用“{citation}”写法不对，应写作“民法典:585”“民法典:585.2”“指南:三.6”或“惯例:服务等级”。"
        if statute is None:
            return f"引用“{citation}”里的“{key}”没有收录，可用的有：{'、'.join(self.statutes)}。"
        if statute.successor:
            since = _day(statute.in_force_to + timedelta(days=1))
            return f"《{key}》已于{since}废止，不能引用，请改引《{statute.successor}》。"
        if statute.kind == "practice":
            topics = "、".join(article.reference for article in self.articles if article.statute == key)
            return f"{statute.title}中没有“{reference}”这个主题，可用的有：{topics}。"
        return f"引用“{citation}”没有收录：{_place(statute)}中没有{_provision(statute, reference)}。"

    def resolve(self, citation: str, as_of: date) -> Citation | None:
        """The version in force on a day; None when there is none that day (or the citation is unknown: see `check`)."""
        for article in self._versions.get(citation, ()):
            if article.holds(as_of):
                return Citation(self.statutes[article.statute], article, self.label(citation, as_of))
        return None

    def label(self, citation: str, as_of: date) -> str:
        """A citation as a person reads it: 《民法典》第585条第2款, with what must be known beside it in brackets.

        Errors: ValueError when `check` finds fault with the citation.
        """
        fault = self.check(citation)
        if fault:
            raise ValueError(fault)
        article = self._nearest(citation, as_of)
        statute = self.statutes[article.statute]
        notes = [f"原{_provision(statute, article.former)}"] if article.former else []
        if not article.holds(as_of):
            notes.append(self._absence(article, as_of))
        if article.mark == "unconfirmed":
            notes.append("待核实")
        return _place(statute) + _provision(statute, article.reference) + "".join(f"（{note}）" for note in notes)

    def repealed(self, as_of: date) -> dict[str, Repealed]:
        """Every name of every act no longer in force on a day.

        Compare whole names (what stands between 《 and 》, or after 中华人民共和国): 合同法 is also the tail of 劳动合同法.
        """
        return {
            name: Repealed(statute, f"《{self._successor(statute, as_of)}》", statute.in_force_to + timedelta(days=1))
            for statute in self.statutes.values()
            if statute.in_force_to < as_of
            for name in statute.names
        }

    def statute_names(self) -> dict[str, Statute]:
        """Every name of every act known here, repealed ones included; not the guide and not practice."""
        return {name: act for act in self.statutes.values() if act.kind == "statute" for name in act.names}

    def value(self, key: str, as_of: date) -> Value | None:
        """A dated figure on a day, None when none is known for it; KeyError for a key that does not exist."""
        known = [value for value in self.values if value.key == key]
        if not known:
            raise KeyError(key)
        return next((value for value in known if value.holds(as_of)), None)

    def _nearest(self, citation: str, as_of: date) -> Article:
        """The latest version that has begun by the day, else the first one to come."""
        versions = self._versions[citation]
        return next((article for article in reversed(versions) if article.in_force_from <= as_of), versions[0])

    def _absence(self, article: Article, as_of: date) -> str:
        """Why an article may not be cited on a day."""
        if as_of < article.in_force_from:
            return f"{_day(article.in_force_from)}起才施行"
        heirs = (
            heir
            for heir in self.articles
            if (heir.statute, heir.former) == (article.statute, article.reference) and heir.holds(as_of)
        )
        now = "".join(f"，现为{_provision(self.statutes[heir.statute], heir.reference)}" for heir in heirs)
        return f"只施行至{_day(article.in_force_to)}{now}"

    def _successor(self, statute: Statute, as_of: date) -> str:
        """The key of the act to name instead on a day: the successor of the successor, where that one is gone too."""
        heir = self.statutes[statute.successor]
        return heir.key if heir.in_force_to >= as_of else self._successor(heir, as_of)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _place(statute: Statute) -> str:
    """The source as it stands in a sentence."""
    titles = {"statute": f"《{statute.key}》", "guide": f"《{statute.title}》", "practice": f"{statute.title}："}
    return titles[statute.kind]


def _provision(statute: Statute, reference: str) -> str:
    """The reference "585.2" of an act as 第585条第2款; items of the guide and topics of practice as they are."""
    if statute.kind != "statute":
        return reference
    number, _, paragraph = reference.partition(".")
    return f"第{number}条" + (f"第{paragraph}款" if paragraph else "")
