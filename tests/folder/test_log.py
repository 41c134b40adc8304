import json
from decimal import Decimal

import pytest

from mingyue.connectors import folder
from mingyue.connectors.folder.lines import MEMBERS, seal


def sealed(*rows):
    """Lines with these members, each sealed and linked as a newer or a careless version might write them."""
    data = b""
    head = folder.GENESIS
    for row in rows:
        raw = seal(json.dumps({**row, "prev": head}, ensure_ascii=False).encode())
        head = json.loads(raw)["hash"]
        data += raw + b"\n"
    return data


def member(number=1, **change):
    row = {"format": 1, "mingyue": "0.9", "seq": number, "id": f"E{number}", "key": None, "kind": "paid"}
    row |= {"happened": "2026-01-01", "recorded": "2026-01-01T00:00:00+08:00", "by": "x", "note": None}
    return row | {"evidence": [], "data": {}} | change


def test_no_file_is_no_event(tmp_path):
    assert folder.read(tmp_path) == folder.Log(())
    assert folder.read(tmp_path).head == folder.GENESIS


def test_members_of_a_newer_version_are_kept_and_shown(tmp_path, record):
    (tmp_path / "events.jsonl").write_bytes(sealed(member(), member(2, approved_by="李四", 权重=[1])))
    log = folder.read(tmp_path)
    assert [folder.extras(line) for line in log.lines] == [{}, {"approved_by": "李四", "权重": [1]}]
    assert log.notes == ("events.jsonl 第 2 行有本版本不认识的字段 approved_by、权重（由 mingyue 0.9 写入），原样保留",)
    record(folder.Entry("paid", "2026-05-01"))
    assert folder.read(tmp_path).lines[:2] == log.lines
    assert folder.verify(tmp_path).ok


def test_no_number_becomes_a_float():
    data = folder.parse(sealed(member(data={"rate": 0.1, "days": 3}))).lines[0]["data"]
    assert data == {"rate": Decimal("0.1"), "days": 3}
    assert type(data["rate"]) is Decimal


@pytest.mark.parametrize("name", [name for name in MEMBERS if name not in {"hash", "prev"}])
def test_a_missing_member_is_named(name):
    row = member(2)
    del row[name]
    with pytest.raises(folder.FolderError, match=rf"^events.jsonl 第 2 行：缺少 {name}，"):
        folder.parse(sealed(member(), row))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, r"格式是 2，由更新的版本（0\.9）写成，请升级 mingyue"),
        ({"format": "1"}, "format 须为整数"),
        ({"seq": True, "id": "E1"}, "seq 须为整数"),
        ({"key": 7}, "key 须为文字"),
        ({"note": []}, "note 须为文字"),
        ({"kind": None}, "kind 须为文字"),
        ({"evidence": "ab"}, "evidence 须为列表"),
        ({"data": []}, "data 须为对象"),
        ({"seq": 1}, "序号是 1，应为 2"),
        ({"seq": 3}, "序号是 3，应为 2"),
        ({"id": "E3"}, "编号是 E3，应为 E2"),
    ],
)
def test_a_wrong_member_is_named(change, said):
    data = sealed(member(), member(2, **change))
    with pytest.raises(folder.FolderError, match=rf"^events.jsonl 第 2 行：{said}"):
        folder.parse(data)
    assert [fault.line for fault in folder.verify(data).faults] == [2]


BROKEN = [
    (b"{}x", "不是有效的 JSON"),
    (b"{'a': 1}", "不是有效的 JSON"),
    (b"{} {}", "不是有效的 JSON"),
    (b"{},{}", "不是有效的 JSON"),
    (b"", "是空行"),
    (b"  ", "是空行"),
    (b"[1]", "不是 JSON 对象"),
    (b"null", "不是 JSON 对象"),
    (b'"text"', "不是 JSON 对象"),
    (b"\xff", "不是 UTF-8 文字"),
    (b'{"a":NaN}', "不是有效的 JSON"),
    (b'{"a":"\\ud83d"}', "不是有效的 JSON"),
    (b'{"a":' + b"9" * 5000 + b"}", "不是有效的 JSON"),
    (b"[" * 100_000, "不是有效的 JSON"),
]


@pytest.mark.parametrize(("raw", "said"), BROKEN, ids=[str(raw[:10]) for raw, _ in BROKEN])
def test_a_broken_line_is_named(three, raw, said):
    lines = three.split(b"\n")
    for at in range(4):
        data = b"\n".join([*lines[:at], raw, *lines[at:]])
        with pytest.raises(folder.FolderError, match=rf"^events.jsonl 第 {at + 1} 行：{said}，请从备份或 git 恢复"):
            folder.parse(data)
        assert at + 1 in {fault.line for fault in folder.verify(data).faults}


def test_an_emoji_written_in_two_escapes_is_a_character():
    raw = seal(json.dumps({**member(note="😀"), "prev": "0" * 64}).encode()) + b"\n"
    assert b"\\ud83d\\ude00" in raw
    assert folder.parse(raw).lines[0]["note"] == "😀"


def test_a_changed_sum_is_refused_with_its_line(three):
    with pytest.raises(folder.FolderError, match="第 3 行：内容与散列值不符"):
        folder.parse(three.replace(b"200000.00", b"900000.00"))


def test_windows_line_ends_are_told_as_such(three):
    with pytest.raises(folder.FolderError, match=r"第 1 行：换行被改成了 Windows 格式（CRLF），.*events.jsonl -text"):
        folder.parse(three.replace(b"\n", b"\r\n"))
    faults = folder.verify(three.replace(b"\n", b"\r\n")).faults
    assert [(fault.line, fault.what[:8]) for fault in faults] == [(n, "换行被改成了 W") for n in (1, 2, 3)]


def test_a_line_taken_out_is_told(three):
    lines = three.splitlines(keepends=True)
    with pytest.raises(folder.FolderError, match="第 2 行：序号是 3，应为 2"):
        folder.parse(lines[0] + lines[2])


def test_a_line_that_points_elsewhere_is_told(three):
    lines = three.splitlines(keepends=True)
    other = sealed({**member(1)})
    with pytest.raises(folder.FolderError, match="第 2 行：与上一行接不上"):
        folder.parse(other + lines[1])


def test_a_last_line_changed_and_robbed_of_its_line_feed_is_not_taken_for_an_interrupted_one(three):
    data = three[:-1].replace(b"200000", b"900000")
    with pytest.raises(folder.FolderError, match="第 3 行：行尾被改动过"):
        folder.parse(data)
    assert folder.verify(data).faults == (folder.Fault(3, "被改动过：内容与哈希不符"),)


def test_garbage_behind_the_last_line_is_no_interrupted_writing(three, tmp_path, record):
    for garbage in (b" ", b"x", b"{}"):
        data = three[:-1] + garbage
        with pytest.raises(folder.FolderError, match="第 3 行：行尾被改动过"):
            folder.parse(data)
        (tmp_path / "events.jsonl").write_bytes(data)
        with pytest.raises(folder.FolderError, match=r"第 3 行：被改动过：行尾没有完整的哈希"):
            record(folder.Entry("paid", "2026-05-01"))
        assert (tmp_path / "events.jsonl").read_bytes() == data
