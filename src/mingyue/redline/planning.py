"""Findings become a plan of revisions for the vendor's own file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from mingyue.redline import inserts
from mingyue.redline.changes import Changes, comments
from mingyue.redline.inserts import Place
from mingyue.redline.layout import Layout
from mingyue.redline.passages import content_start, is_heading, stretches
from mingyue.redline.revision import Revision
from mingyue.redline.wording import Wording
from mingyue.review.document import Block
from mingyue.review.finding import FAMILIES, SEVERITIES, WHOLE, Finding, Review
from mingyue.review.scan import Scan

_ORDER = (*FAMILIES, WHOLE)
_FIELD = re.compile(r"[^，。；：]{2,20}：")  # a particular of a party, not a clause


def plan(review: Review, *, labels: Callable[[str], str] | None = None) -> tuple[Revision, ...]:
    """The revisions that answer a review, in the order of the text; waived findings are left alone.

    labels: how a citation is shown ("民法典:506" -> "《民法典》第506条"); as it stands where it is not given.
    """
    findings = [finding for finding in review.findings if finding.waived is None]
    layout = Layout.of(Scan.of(review.document))
    wording = Wording.of(review, labels)
    changes = Changes(layout, wording)
    missing = [finding for finding in findings if _is_missing(layout, finding)]
    changes.add(finding for finding in findings if finding not in missing)
    added = _Additions(layout, wording, review, changes).revisions(missing)
    return tuple(sorted((*changes.revisions(), *added), key=lambda r: (r.start, r.action == "insert", r.end)))


def _is_missing(layout: Layout, finding: Finding) -> bool:
    """Whether the answer is a new clause (or a word about its absence), not a change of the quoted words."""
    if finding.span is None:
        return True
    if finding.fix is None or finding.fix.action in {"comment", "delete"}:
        return False
    parts = stretches(layout, finding.span)
    return finding.fix.action == "insert" or (len(parts) == 1 and is_heading(layout, parts[0]))


class _Additions:
    """New clauses, gathered by the place where they go."""

    __slots__ = ("_changes", "_layout", "_review", "_wording")

    def __init__(self, layout: Layout, wording: Wording, review: Review, changes: Changes) -> None:
        self._layout = layout
        self._wording = wording
        self._review = review
        self._changes = changes

    def revisions(self, findings: Iterable[Finding]) -> list[Revision]:
        """One revision a place; what finds no place is said in a comment."""
        by_item: dict[Place, list[Finding]] = defaultdict(list)
        by_article: dict[Place, list[Finding]] = defaultdict(list)
        for finding in sorted(findings, key=_rank):
            home, into, behind = self._where(finding)
            if into:
                by_item[into].append(finding)
            elif behind:
                by_article[behind].append(finding)
            else:
                self._say(finding, home)
        return self._joined(by_item, by_article)

    def _where(self, finding: Finding) -> tuple[int | None, Place | None, Place | None]:
        """The article that a finding is about, and where its text goes: into an article, or behind one."""
        layout, review = self._layout, self._review
        if finding.span:
            home = layout.article_at(finding.span.start)
        else:
            home = layout.home(finding.family, review, finding.title + (finding.fix.text if finding.fix else ""))
        if not finding.fix or not finding.fix.text or finding.fix.action in {"comment", "delete"}:
            return home, None, None
        if not finding.span and finding.family == "parties" and _FIELD.match(finding.fix.text):
            return home, inserts.beside_vendor(layout), None
        if home is not None:
            return home, inserts.into(layout, home), None
        beside = layout.neighbour(finding.family, review)
        return beside, None, None if finding.span or beside is None else inserts.behind(layout, beside)

    def _joined(self, by_item: dict[Place, list[Finding]], by_article: dict[Place, list[Finding]]) -> list[Revision]:
        """One revision behind one line, items of its article before new articles."""
        crowded = {place.block for place in by_item} & {place.block for place in by_article}
        made: dict[Block, Revision] = {}
        for place, findings in by_item.items():
            self._keep(
                made, place, inserts.items(_typed(place, crowded), self._texts(findings), self._comment(findings))
            )
        for place, findings in by_article.items():
            families = [family for family in _ORDER if any(f.family == family for f in findings)]
            groups = [(family, self._texts(f for f in findings if f.family == family)) for family in families]
            added = inserts.articles(self._layout, _typed(place, crowded), groups, self._comment(findings))
            self._keep(made, place, added)
        return list(made.values())

    @staticmethod
    def _keep(made: dict[Block, Revision], place: Place, added: Revision) -> None:
        earlier = made.get(place.block)
        made[place.block] = inserts.one(earlier, added) if earlier else added

    def _texts(self, findings: Iterable[Finding]) -> list[str]:
        """The clauses to be added, each once."""
        texts = (text for f in findings if f.fix for text in self._wording.paragraphs(f.fix.text))
        return list(dict.fromkeys(texts))

    def _comment(self, findings: Iterable[Finding]) -> str:
        return comments(self._wording, [(finding, "") for finding in findings])

    def _say(self, finding: Finding, home: int | None) -> None:
        """A comment on its quote or on the heading it concerns, else on the first words of the draft."""
        advice = "".join(self._texts([finding]))
        if finding.span and (parts := stretches(self._layout, finding.span)):
            self._changes.remark(finding, parts[0].start, parts[0].end, advice)
            return
        blocks = self._review.document.blocks
        lines = self._layout.blocks(home) if home is not None else [b for b in blocks if self._words(b)]
        if lines:
            start, end = self._words(lines[0]) or (lines[0].start, lines[0].end)
            self._changes.remark(finding, start, end, advice)

    def _words(self, block: Block) -> tuple[int, int] | None:
        """Where the words of a line stand, None when it has none."""
        start = content_start(self._layout, block)
        text = self._review.document.text[start : block.end].rstrip()
        return (start, start + len(text)) if text else None


def _rank(finding: Finding) -> tuple[int, int, str]:
    return _ORDER.index(finding.family), SEVERITIES.index(finding.severity), finding.rule


def _typed(place: Place, crowded: set[Block]) -> Place:
    """The place with typed numbers where items and articles share it: one insertion has automatic numbers or none."""
    return replace(place, automatic=False) if place.block in crowded else place
