"""Running heads, footers and page numbers: what stands on pages without belonging to the text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from mingyue.connectors.pdf.lines import HEADED, Line, Page, is_columns

_EDGE = 0.12
"""Share of the page's height at its top and at its bottom in which running text may stand."""
_OUTERMOST = 3
_DRIFT = 4.0
"""Points by which the same running line may move from page to page."""

_ROW_PITCH_EM = 2.5

_NUM = r"[0-9０-９一二三四五六七八九十百]{1,4}"
_LABELLED = re.compile(
    rf"[-—–~·\s]*(?:第?\s*{_NUM}\s*页?\s*[/／,，、;；|共\s]\s*(?:共|总)?\s*{_NUM}\s*页?"
    rf"|第\s*{_NUM}\s*页|[Pp]age\s*\d+(?:\s*(?:of|/)\s*\d+)?|[-—–~·]\s*{_NUM}\s*[-—–~·])[-—–~·\s]*"
)
_BARE = re.compile(r"(\d{1,4})|[ivxlIVXL]{1,6}")


def strip_running(pages: list[Page]) -> tuple[list[Page], tuple[tuple[int, Line], ...], tuple[tuple[int, Line], ...]]:
    """The pages without running text, then one copy of each running head and of each running footer.

    Each copy comes with the number of the page where it first stood. Page numbers are dropped, not copied.
    """
    edges = [(page, line) for page in pages for line in _edge_lines(page)]
    numbers = {id(line) for page, line in edges if _LABELLED.fullmatch(line.text)} | _bare_numbers(edges)
    heads: list[tuple[int, Line]] = []
    feet: list[tuple[int, Line]] = []
    dropped = set(numbers)
    for group in _repeated([(page, line) for page, line in edges if id(line) not in numbers], len(pages)):
        page, line = group[0]
        if id(line) not in dropped:
            (heads if line.middle > page.height / 2 else feet).append((page.number, line))
        dropped |= {id(line) for _, line in group}
    kept = [replace(page, lines=tuple(line for line in page.lines if id(line) not in dropped)) for page in pages]
    return kept, tuple(heads), tuple(feet)


def _edge_lines(page: Page) -> list[Line]:
    """The outermost lines in the upper and in the lower margin."""
    by_height = sorted(page.lines, key=lambda line: line.middle)
    foot = [line for line in by_height[:_OUTERMOST] if line.middle < page.height * _EDGE]
    head = [line for line in by_height[-_OUTERMOST:] if line.middle > page.height * (1 - _EDGE)]
    return [*head, *(line for line in foot if line not in head)]


def _bare_numbers(edges: list[tuple[Page, Line]]) -> set[int]:
    """Lone figures in the margin that count the pages: in step with them on two pages or more."""
    in_step: dict[int, list[int]] = defaultdict(list)
    for page, line in edges:
        match = _BARE.fullmatch(line.text)
        if match:
            in_step[int(match[1]) - page.number if match[1] else -10_000].append(id(line))
    return {line for group in in_step.values() if len(group) > 1 for line in group}


def _repeated(edges: list[tuple[Page, Line]], pages: int) -> list[list[tuple[Page, Line]]]:
    """Lines that stand at the same height with the same words on enough pages."""
    groups: dict[str, list[tuple[Page, Line]]] = defaultdict(list)
    for page, line in edges:
        if not _is_table_head(page, line):
            for key in _keys(page.number, "".join(line.text.split())):
                groups[key].append((page, line))
    enough = 2 if pages <= 4 else 3
    return [group for group in groups.values() if _is_running(group, enough)]


def _keys(page: int, text: str) -> list[str]:
    """What makes running lines alike: the same words, or the same but for one figure that counts the pages."""
    figures = () if HEADED.match(text) else re.finditer(r"\d{1,4}", text)  # annexes may count with the pages
    return [text, *(f"{text[: at.start()]}#{int(at[0]) - page}#{text[at.end() :]}" for at in figures)]


def _is_table_head(page: Page, line: Line) -> bool:
    """Whether it is the repeated first row of a table: several columns, and the next row right under it."""
    below = [other.middle for other in page.lines if other.middle < line.bottom]
    return is_columns(line) and bool(below) and line.middle - max(below) < _ROW_PITCH_EM * line.em


def _is_running(group: list[tuple[Page, Line]], enough: int) -> bool:
    heights = sorted(line.middle for _, line in group)
    middle = heights[len(heights) // 2]
    same = sum(abs(height - middle) <= _DRIFT for height in heights)
    return len({page.number for page, _ in group}) >= enough and same >= enough
