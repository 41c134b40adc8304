"""A review as one self-contained page: no script, no outside file, printable on A4."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from mingyue import __version__
from mingyue.connectors.report import words
from mingyue.connectors.report.marks import lines
from mingyue.connectors.report.text import waiver
from mingyue.connectors.report.view import Card, view
from mingyue.review.finding import SEVERITY_TITLES, Review


def _gravest(cards: Iterable[Card]) -> list[Card]:
    """The high findings, one of each kind."""
    high = (card for card in cards if card.finding.severity == "high" and not card.finding.waived)
    return list({card.finding.rule: card for card in reversed([*high])}.values())[::-1]


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("mingyue.connectors.report"),
        autoescape=True,  # a draft is a stranger's text and may hold markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        severities=SEVERITY_TITLES,
        levels=words.LEVELS,
        glyphs=words.GLYPHS,
        positions=words.POSITIONS,
        actions=words.ACTIONS,
        waiver=waiver,
        version=__version__,
    )
    return environment.get_template("report.html")


def html(review: Review, file: str) -> str:
    """The page. Everything read from the draft is escaped."""
    shown = view(review)
    cards = [card for group in shown.groups for card in group.cards]
    stated = [row for row in shown.facts if row.span]
    return _template().render(
        review=review,
        name=re.split(r"[/\\]", file)[-1],  # the folders it came from are nobody else's business
        shown=shown,
        gravest=_gravest(cards),
        stated=stated,
        missing=[row.title for row in shown.facts if not row.span],
        lines=lines(review.document, [*cards, *stated]),
    )
