from __future__ import annotations

import json
from dataclasses import fields

from mingyue.ledger.as_json import as_json, from_json
from mingyue.ledger.position import Position
from mingyue.ledger.tables import LAYOUTS, tables


def test_a_position_reads_back_equal_through_json_text(position: Position) -> None:
    text = json.dumps(as_json(position), ensure_ascii=False)
    again = from_json(json.loads(text))
    assert again == position
    assert tables(again) == tables(position)


def test_every_member_is_there_and_sums_are_text(position: Position) -> None:
    body = as_json(position)
    assert list(body) == ["mingyue", "format", *(each.name for each in fields(Position))]
    assert body["claims"][0]["amount"] == "6000.00"
    assert (body["claims"][1]["debtor"], body["claims"][1]["left"]) == ("buyer", "3449.98")
    assert body["payments"][2]["conditions"][1]["missing"] == "重大故障 G-1 尚未修复"
    assert body["events"][13]["extra"] == {"future": [1, {"a": "b"}]}


def test_tables_say_codes_in_chinese(position: Position) -> None:
    found = tables(position)
    assert list(found) == list(LAYOUTS)
    for table in found.values():
        for row in table.rows:
            assert len(row) == len(table.columns)
            assert all(
                isinstance(cell, str) for cell, column in zip(row, table.columns, strict=True) if column.kind == "text"
            )
    claim = dict(zip((c.key for c in found["claims"].columns), found["claims"].rows[0], strict=True))
    assert claim["kind"] == "逾期交付违约金"
    assert claim["clause"] == "违约责任与争议解决·乙方逾期交付"
    assert [row[2] for row in found["changes"].rows] == ["已同意", "待同意", "补充协议"]
    assert found["events"].rows[8][4] == (
        "变更编号 BG-1；内容 延长迁移期限；提出方 乙方；原因 工期调整；"
        "对条款的改动 实施服务与项目周期·里程碑·M2·合同生效后多久之内完成 改为 75日"
    )
