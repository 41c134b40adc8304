"""The overview: what it shows of a day, what its filters let through, and that a file holds the same."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.test import Client

from mingyue.web.ledger_view.courses import Course, Mark
from mingyue.web.ledger_view.sheet import Cell, Column, Sheet, cells
from mingyue.web.ledger_view.timeline import Scale, draw
from mingyue.web.people.models import AuditEntry
from mingyue.web.store.models import Project

SignedIn = Callable[[str], Client]


def page(client: Client, project: Project, query: str = "") -> str:
    return client.get(f"/projects/{project.slug}/ledger/?{query}").content.decode()


def table(client: Client, project: Project, query: str) -> list[list[str]]:
    data = client.get(f"/projects/{project.slug}/ledger/?{query}&form=csv").content.decode("utf-8-sig")
    return list(csv.reader(StringIO(data)))


def titles(text: str) -> list[str]:
    """The first cells of the rows of the obligations on the page."""
    part = text[text.index('id="obligations"') :].partition("</table>")[0]
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a></th>', part)


def test_it_says_what_is_withheld_and_why(fresh: Project, signed_in: SignedIn) -> None:
    text = page(signed_in("finance"), fresh)
    assert "缺等额发票：已收 0.00，应收 150,000.00" in text
    assert "¥150,000.00" in text
    assert "这是" not in text


def test_another_day_shows_that_day_and_says_so(fresh: Project, signed_in: SignedIn) -> None:
    text = page(signed_in("finance"), fresh, "as_of=2026-02-20")
    assert "这是 2026-02-20 终了时的台账" in text
    assert "M2 逾期交付违约金" not in text


def test_knowledge_of_a_day_leaves_out_later_records(fresh: Project, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    late = titles(page(client, fresh, "as_of=2026-05-10&known=2026-05-06&state=late"))
    assert "较大故障 I1 到场：报表导出超时" in late
    assert "较大故障 I1 到场：报表导出超时" not in titles(page(client, fresh, "state=late"))


def test_a_day_that_is_none_is_told_in_place(fresh: Project, signed_in: SignedIn) -> None:
    assert "日期“2026-02-30”写错了" in page(signed_in("finance"), fresh, "as_of=2026-02-30")


@pytest.mark.parametrize(
    "query", ["", "side=vendor", "state=late", "q=培训", "side=buyer&state=done&as_of=2026-03-20", "family=ip"]
)
def test_the_file_holds_the_rows_of_the_page(fresh: Project, signed_in: SignedIn, query: str) -> None:
    client = signed_in("finance")
    rows = table(client, fresh, f"{query}&table=obligations")
    assert [row[0] for row in rows[1:]] == titles(page(client, fresh, query))


def test_taking_a_table_home_is_noted(fresh: Project, signed_in: SignedIn) -> None:
    table(signed_in("finance"), fresh, "table=claims")
    entry = AuditEntry.objects.get(verb="table.export")
    assert (entry.about, entry.project) == ("请求权（2 行）", fresh)


def test_why_comes_as_a_part_or_as_a_page(fresh: Project, signed_in: SignedIn) -> None:
    client, address = signed_in("finance"), f"/projects/{fresh.slug}/ledger/why/C-M2-late/"
    whole, part = client.get(address), client.get(address, headers={"HX-Request": "true"})
    for found in (whole, part):
        assert "500,000.00 × 0.1% × 10 日 = 5,000.00" in found.content.decode()
    assert b"<html" in whole.content
    assert b"<html" not in part.content


def test_there_is_no_why_of_nothing(fresh: Project, signed_in: SignedIn) -> None:
    assert signed_in("finance").get(f"/projects/{fresh.slug}/ledger/why/C-X/").status_code == 404


def test_a_sheet_escapes_what_people_wrote() -> None:
    sheet = Sheet("x", "表", (Column("甲"), Column("乙")), (cells("<b>&", Cell("x", href='"><script>')),))
    assert "<b>" not in sheet.html
    assert "<script>" not in sheet.html
    assert "&lt;b&gt;&amp;" in sheet.html


def test_a_file_of_a_sheet_is_safe_from_formulas_and_leaves_out_links_of_the_screen() -> None:
    sheet = Sheet("x", "表", (Column("甲"), Column("做", act=True)), (cells("=1+1", "修改"),))
    assert sheet.file("csv").decode("utf-8-sig") == "甲\r\n'=1+1\r\n"


def test_places_of_the_picture_are_shares_of_its_width() -> None:
    scale = Scale([date(2026, 1, 1), date(2026, 3, 1)])
    assert 0 < scale.place(date(2026, 1, 1)) < scale.place(date(2026, 2, 1)) < scale.place(date(2026, 3, 1)) < 100


def test_the_picture_has_no_style_and_escapes_titles() -> None:
    course = Course(
        "<i>M1", (Mark(date(2026, 1, 5), "planned", "应交付"),), ((date(2026, 1, 5), date(2026, 1, 9), "late"),), 4
    )
    picture = draw([course], today=date(2026, 1, 20))
    assert "style=" not in picture
    assert "<i>" not in picture
    assert "逾期 4 日" in picture


def test_there_is_no_picture_without_days() -> None:
    assert draw([Course("M1", ())], today=date(2026, 1, 20)) == ""
