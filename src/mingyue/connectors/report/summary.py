"""Many reviews as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingyue.connectors.report.columns import shorten, table
from mingyue.connectors.report.words import CONTRACT_TYPES
from mingyue.review.finding import SEVERITIES, Level, Review, Severity


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one review; waived findings are counted apart."""

    contract_type: str
    levels: Mapping[Level, int]
    counts: Mapping[Severity, int]
    waived: int


def summary(review: Review) -> Summary:
    """The figures of a review."""
    present = [reading.present for reading in review.clauses.values()]
    severities = [finding.severity for finding in review.findings if not finding.waived]
    return Summary(
        CONTRACT_TYPES.get(review.contract_type, review.contract_type),
        {"full": present.count("full"), "partial": present.count("partial"), "absent": present.count("absent")},
        {severity: severities.count(severity) for severity in SEVERITIES},
        len(review.findings) - len(severities),
    )


def summary_table(rows: Sequence[tuple[str, Summary | None]]) -> str:
    """One line a file, None where it could not be checked, and the totals."""
    head = ["文件", "类型", "完整", "部分", "缺失", "高", "中", "低", "豁免"]
    body = [[shorten(file, 48), *_cells(figures)] for file, figures in rows]
    known = [figures for _, figures in rows if figures]
    sums = [str(sum(figures.counts[s] for figures in known)) for s in SEVERITIES]
    unread = len(rows) - len(known)
    total = [f"共 {len(rows)} 份" + (f"，{unread} 份未检查" if unread else ""), "", "", "", "", *sums]
    total.append(str(sum(figures.waived for figures in known)))
    return "\n".join(table([head, *body, total], frozenset(range(2, 9)))) + "\n"


def _cells(figures: Summary | None) -> list[str]:
    if figures is None:
        return ["未检查", *["-"] * 7]
    numbers = [*figures.levels.values(), *figures.counts.values(), figures.waived]
    return [figures.contract_type, *map(str, numbers)]
