"""The picture of courses: under a scale of months, for each one its track as SVG between its name and its days in words.

Places are percent of the width and words are text of the page, so it is legible on a telephone. No style stands in it: classes
of `ledger.css` and presentation attributes only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mingyue.web.ledger_view.courses import Course, Mark
from mingyue.web.tags import day

HEIGHT: Final = 26
_MOST_TICKS = 6
SHAPES = {
    "planned": "M0 -6L6 0L0 6L-6 0Z",
    "handed": "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z",
    "refused": "M-5 -5L5 5M5 -5L-5 5",
    "done": "M-6 -6H6V6H-6ZM-3 0L-1 3L4 -3",
}


class Scale:
    """Days as shares of the width."""

    def __init__(self, days: Sequence[date]) -> None:
        first, last = min(days), max(days)
        margin = timedelta(days=max(4, (last - first).days // 16))
        self.first, self.last = first - margin, last + margin

    def place(self, at: date) -> float:
        """Percent of the width."""
        return round(100 * (at - self.first).days / (self.last - self.first).days, 2)

    def months(self) -> list[date]:
        """First days of months, so few that their names fit side by side on a telephone."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = -(-count // _MOST_TICKS) or 1
        ahead = [self.first.month + number for number in range(1, count + 1, step)]
        return [date(self.first.year + (month - 1) // 12, (month - 1) % 12 + 1, 1) for month in ahead]


def draw(courses: Sequence[Course], *, today: date) -> SafeString:
    """The picture; empty where no day is known yet."""
    days = [mark.day for course in courses for mark in course.marks]
    if not days:
        return SafeString()
    scale = Scale([*days, today])
    rows = "".join(_course(course, scale, today) for course in courses)
    return mark_safe(  # noqa: S308 (numbers of ours and escaped text)
        f'<div class="timeline"><svg width="100%" height="34" aria-hidden="true">{"".join(_axis(scale, today))}</svg>{rows}</div>'
    )


def _axis(scale: Scale, today: date) -> Iterator[str]:
    for month in scale.months():
        place = scale.place(month)
        if 5 < place < 92:
            yield f'<text class="month" x="{place}%" y="12" text-anchor="middle">{month:%Y-%m}</text>'
    place = scale.place(today)
    anchor, shift = ("end", 6) if place > 50 else ("start", -6)
    words = f"{escape(_('今天'))} {today:%m-%d} {'▾' if anchor == 'end' else ''}"
    words = words if anchor == "end" else f"▾ {words}"
    yield f'<svg x="{place}%" y="30" overflow="visible"><text class="today" x="{shift}" text-anchor="{anchor}">{words}</text></svg>'


def _course(course: Course, scale: Scale, today: date) -> str:
    """One row: name, track, days."""
    ticks = "".join(
        f'<line class="tick" x1="{place}%" x2="{place}%" y1="0" y2="{HEIGHT}"/>'
        for place in map(scale.place, scale.months())
    )
    middle, now = HEIGHT // 2, scale.place(today)
    track = f'<line class="track" x1="0" x2="100%" y1="{middle}" y2="{middle}"/>'
    spans = "".join(_span(scale.place(start), scale.place(end), tone, middle) for start, end, tone in course.spans)
    line = f'<line class="today" x1="{now}%" x2="{now}%" y1="0" y2="{HEIGHT}"/>'
    marks = "".join(_mark(mark, scale, middle) for mark in course.marks)
    name = escape(course.title)
    words = " · ".join(f'<span class="nowrap">{escape(each)}</span>' for each in course.words)
    picture = f'<svg width="100%" height="{HEIGHT}" aria-hidden="true">{ticks}{track}{spans}{line}{marks}</svg>'
    return f'<h3>{name}</h3>{picture}<p class="days{" late" if course.late else ""}">{words}</p>'


def _span(left: float, right: float, tone: str, middle: int) -> str:
    width = round(max(right - left, 0.4), 2)
    return f'<rect class="{tone}" x="{left}%" width="{width}%" y="{middle - 4}" height="8" rx="2"/>'


def _mark(mark: Mark, scale: Scale, middle: int) -> str:
    told = escape(f"{mark.text} {day(mark.day)}")
    shape = f'<path class="{mark.kind}" d="{SHAPES[mark.kind]}"><title>{told}</title></path>'
    return f'<svg x="{scale.place(mark.day)}%" y="{middle}" overflow="visible">{shape}</svg>'
