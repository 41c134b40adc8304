"""Reading order of the lines of a page, and table rows put back on one line."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from mingyue.connectors.pdf.lines import Line, is_columns

JOINT = " | "
_MAX_CELL_LINES = 6


def in_reading_order(lines: list[Line]) -> tuple[Line, ...]:
    """The lines from top to bottom, cells of one table row joined as the Word reader joins them.

    The order in the file is kept where it runs down the page or on to the right, as word processors write it (it keeps
    the lines of a cell together); elsewhere the place on the page decides.
    """
    runs: list[list[Line]] = []
    for line in lines:
        if runs and not _jumps_back(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    ordered: list[Line] = []
    for run in _untangled(runs):
        ordered += _rows(run)
    return tuple(ordered)


def _jumps_back(before: Line, line: Line) -> bool:
    """Whether a line stands higher than the one before it in the file, without being on its right."""
    return (line.bottom > before.middle and line.left < before.right - before.em / 2) or (
        _same_height(line, before) and line.right < before.left
    )


def _same_height(one: Line, other: Line) -> bool:
    return one.bottom < other.middle < one.top or other.bottom < one.middle < other.top


def _untangled(runs: list[list[Line]]) -> list[list[Line]]:
    """Runs from top to bottom; those that interleave are sorted into one by place."""
    groups: list[list[list[Line]]] = []
    floor = 0.0
    for run in sorted(runs, key=lambda run: -max(line.top for line in run)):
        if groups and max(line.middle for line in run) > floor:
            groups[-1].append(run)
            floor = min(floor, *(line.bottom for line in run))
        else:
            groups.append([run])
            floor = min(line.bottom for line in run)
    return [group[0] if len(group) == 1 else _by_place([line for run in group for line in run]) for group in groups]


def _by_place(lines: list[Line]) -> list[Line]:
    """Lines by height, those of one height from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and _same_height(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _rows(lines: list[Line]) -> list[Line]:
    """Lines of which those that form one table row, or one line set in pieces, are joined."""
    rows: list[Line] = []
    for line in lines:
        cell = _cell_left_of(rows, line)
        if not cell:
            rows.append(line)
            continue
        del rows[-len(cell) :]
        first = cell[0] if len(cell) == 1 else _stacked(cell)
        rows.append(_beside(first, line))
    return rows


def _cell_left_of(rows: list[Line], line: Line) -> list[Line]:
    """The last lines that make up the cell before this one in its row; none when it starts a line of its own."""
    left = _column_left_of(rows, line)
    sizes = range(1, len(left) + 1)
    # A cell of several lines is centred on its neighbour, or starts at the same height.
    centred = next((left[-size:] for size in sizes if _is_centred(left[-size:], line)), None)
    level = next((left[-size:] for size in sizes if _same_height(left[-size], line)), [])
    return centred or level


def _column_left_of(rows: list[Line], line: Line) -> list[Line]:
    """The last lines that stand left of this one, one under the other; none when it is a column of prose."""
    column: list[Line] = []
    for row in reversed(rows):
        stacked = not column or (not is_columns(row) and not is_columns(column[0]) and _under(row, column[0]))
        if row.right > line.left + row.em / 2 or not stacked:
            break
        column.insert(0, row)
    return [] if len(column) > _MAX_CELL_LINES else column


def _under(above: Line, below: Line) -> bool:
    """Whether two lines start together, or are centred on one another, as the lines of a cell do."""
    shift = abs(above.left + above.right - below.left - below.right) / 2
    return min(abs(above.left - below.left), shift) < above.em


def _is_centred(cell: list[Line], line: Line) -> bool:
    return abs((cell[0].top + cell[-1].bottom) / 2 - line.middle) < (line.top - line.bottom) / 3


def _stacked(cell: list[Line]) -> Line:
    return replace(
        cell[0],
        text="".join(line.text for line in cell),
        left=min(line.left for line in cell),
        right=max(line.right for line in cell),
        bottom=min(line.bottom for line in cell),
        top=max(line.top for line in cell),
    )


def _beside(first: Line, second: Line) -> Line:
    near = second.left - first.right < first.em
    return replace(
        first,
        text=first.text + ("" if near else JOINT) + second.text,
        right=second.right,
        bottom=min(first.bottom, second.bottom),
        top=max(first.top, second.top),
        em=median((first.em, second.em)),
        cells=first.cells + (0 if near else second.cells),
    )
