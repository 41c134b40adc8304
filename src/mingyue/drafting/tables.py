"""The tables of a contract: which list, which columns, and how a row is written and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mingyue.drafting.fields import Kind, entry_field, listed
from mingyue.drafting.tree import Align, Table
from mingyue.terms.base import Part

JOINT = " | "
"""What readers put between the cells of a row."""
_LISTED = "；"
_WORD = re.compile("[!-~]+")  # what no line should part: REQ-001
_WORD_SHARE, _WIDEST = 1.5, 20  # of each character of such a word, and of a column that it widens


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its share of the width, and the fields it may show, the first given one."""

    head: str
    width: int
    fields: tuple[str, ...]
    yes: str = "是"
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Layout:
    """A table of the entries of a list; `sum` is the field that a last row adds up."""

    path: str
    columns: tuple[Column, ...]
    sum: str = ""

    @property
    def head(self) -> tuple[str, ...]:
        """The head row."""
        return tuple(column.head for column in self.columns)


TOTAL = "合计"
TABLES: Mapping[str, Layout] = {
    "requirements": Layout(
        "scope_acceptance.requirements",
        (
            Column("编号", 8, ("id",), align="center"),
            Column("所属模块", 12, ("module",)),
            Column("功能", 18, ("title",)),
            Column("实现方式与操作流程", 26, ("detail",)),
            Column("验收标准", 26, ("acceptance",)),
            Column("验收里程碑", 10, ("milestone",), align="center"),
        ),
    ),
    "items": Layout(
        "fees_payment.items",
        (
            Column("编号", 8, ("id",), align="center"),
            Column("费用类别", 20, ("kind",)),
            Column("说明", 26, ("title",)),
            Column("金额（含税）", 18, ("amount",), align="right"),
            Column("税率（%）", 10, ("tax_percent",), align="right"),
            Column("费用的实现", 18, ("milestone", "by_term"), yes="按服务期逐日", align="center"),
        ),
        sum="amount",
    ),
    "milestones": Layout(
        "implementation_schedule.milestones",
        (
            Column("编号", 8, ("id",), align="center"),
            Column("阶段和应完成的工作", 34, ("title",)),
            Column("完成期限（自本合同生效之日起，或者日期）", 22, ("due", "due_date"), align="center"),
            Column("交付物", 26, ("deliverables",)),
            Column("完成后正式上线", 10, ("go_live",), align="center"),
        ),
    ),
    "team": Layout(
        "implementation_schedule.team",
        (
            Column("姓名", 20, ("name",), align="center"),
            Column("岗位", 30, ("role",)),
            Column("资质", 30, ("qualification",)),
            Column("从业年限（年）", 20, ("years",), align="center"),
        ),
    ),
    "training": Layout(
        "implementation_schedule.training",
        (
            Column("培训对象", 16, ("audience",), align="center"),
            Column("场次", 10, ("sessions",), align="center"),
            Column("人数", 10, ("people",), align="center"),
            Column("培训内容和教材", 46, ("content",)),
            Column("考核通过率不低于（%）", 18, ("pass_percent",), align="center"),
        ),
    ),
    "levels": Layout(
        "maintenance_upgrade.levels",
        (
            Column("故障级别", 14, ("severity",), align="center"),
            Column("定义", 36, ("definition",)),
            Column("响应时限", 12, ("response",), align="center"),
            Column("到场时限", 12, ("arrival",), align="center"),
            Column("修复时限", 12, ("resolve",), align="center"),
            Column("每超时一次减免（%）", 14, ("credit_percent",), align="center"),
        ),
    ),
    "components": Layout(
        "ip.components",
        (
            Column("开源组件", 40, ("name",)),
            Column("版本", 20, ("version",), align="center"),
            Column("许可证（SPDX 标识）", 40, ("licence",)),
        ),
    ),
    "authorisation": Layout(
        "parties.vendor.authorisation",
        (
            Column("授权方", 26, ("grantor",)),
            Column("被授权方", 26, ("grantee",)),
            Column("授权书名称和编号", 30, ("document",)),
            Column("授权有效期至", 18, ("until",), align="center"),
        ),
    ),
}
_BY_HEAD = {layout.head: name for name, layout in TABLES.items()}


def build(name: str, entries: Sequence[Part]) -> Table:
    """The table of these entries."""
    layout = TABLES[name]
    rows = [tuple(_shown(layout, column, entry) for column in layout.columns) for entry in entries]
    if layout.sum:
        amount = sum(getattr(entry, layout.sum) for entry in entries)
        shown = {TOTAL: TOTAL, layout.sum: _kind(layout, layout.sum).show(amount)}
        rows.append((TOTAL, *(shown.get(column.fields[0], "") for column in layout.columns[1:])))
    columns = layout.columns
    widths = tuple(map(_width, columns, zip(*rows, strict=True))) if rows else tuple(c.width for c in columns)
    return Table(layout.head, tuple(rows), widths, tuple(c.align for c in columns), name)


def _width(column: Column, cells: Sequence[str]) -> int:
    """The share of a column, wider where a number or a code in it is long."""
    longest = max((len(word) for cell in cells for word in _WORD.findall(cell)), default=0)
    return max(column.width, min(_WIDEST, int(_WORD_SHARE * longest) + 1))


def named(cells: Sequence[str]) -> str:
    """The table that this row is the head of, or ""."""
    return _BY_HEAD.get(tuple(cells), "")


def read(name: str, cells: Sequence[str]) -> Iterator[tuple[str, object, int]]:
    """What a row says: field, value for a plain tree, index of the cell. A cell that does not read is passed over."""
    layout = TABLES[name]
    if cells[0] == TOTAL:
        return
    for index, (column, cell) in enumerate(zip(layout.columns, cells, strict=True)):
        if cell:
            yield from ((name, value, index) for name, value in _cell(layout, column, cell))


def _cell(layout: Layout, column: Column, cell: str) -> Iterator[tuple[str, object]]:
    for name in column.fields:
        kind = _kind(layout, name)
        if kind.shape == "bool":
            if cell == column.yes:
                yield name, True
                return
        elif (value := kind.take(cell)) is not None:
            yield name, value
            return


def _shown(layout: Layout, column: Column, entry: Part) -> str:
    for name in column.fields:
        value, kind = getattr(entry, name), _kind(layout, name)
        if kind.shape == "bool" and value:
            return column.yes
        if kind.shape != "bool" and value is not None:
            return kind.show(value)
    return ""


def _kind(layout: Layout, name: str) -> Kind:
    kind = entry_field(layout.path, name).kind
    return listed(kind.entry, _LISTED) if kind.entry else kind
