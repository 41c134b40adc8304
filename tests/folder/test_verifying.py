import json
from itertools import permutations

import pytest

from mingyue.connectors import folder
from mingyue.connectors.folder.lines import seal


def lines_of(data):
    return data.splitlines(keepends=True)


def places(data, **known):
    return [fault.line for fault in folder.verify(data, **known).faults]


def test_a_sound_file(three, tmp_path):
    head = folder.parse(three).head
    assert folder.verify(three) == folder.Verdict(ok=True, count=3, head=head)
    assert folder.verify(tmp_path) == folder.verify(three)
    assert folder.verify(b"") == folder.Verdict(ok=True, count=0, head=folder.GENESIS)


def test_every_changed_byte_is_found_and_located(three):
    """Each byte, each bit of it, and a line feed or a blank in its place."""
    assert len(three) > 1000
    for at, byte in enumerate(three):
        line = three.count(b"\n", 0, at) + 1
        for other in {*(byte ^ 1 << bit for bit in range(8)), 0x0A, 0x20} - {byte}:
            verdict = folder.verify(three[:at] + bytes([other]) + three[at + 1 :])
            found = [fault.line for fault in verdict.faults]
            assert not verdict.ok
            # A line feed in the middle makes two lines of one.
            assert found in ([line], [line, line + 1] if other == 0x0A else [line]), (at, byte, other)


def test_what_follows_a_changed_line_is_sound(three):
    verdict = folder.verify(three.replace("北京".encode(), "上海".encode()))
    assert verdict.faults == (folder.Fault(1, "被改动过：内容与哈希不符"),)
    assert verdict.head == folder.parse(three).head


def test_a_line_taken_out(three):
    one, two, last = lines_of(three)
    assert folder.verify(one + last).faults == (folder.Fault(2, "之前少了第 2 条记录（被删除或挪走）"),)
    assert folder.verify(last).faults == (folder.Fault(1, "之前少了第 1 至 2 条记录（被删除或挪走）"),)
    assert places(two + last) == [1]


def test_a_line_put_in(three):
    one, two, last = lines_of(three)
    assert places(one + one + two + last) == [2]
    assert places(one + two + last + last) == [4]


def test_lines_in_another_order(three):
    for order in permutations(lines_of(three)):
        data = b"".join(order)
        assert folder.verify(data).ok == (data == three)


def rewritten(raw, **change):
    row = json.loads(raw)
    del row["hash"]
    return seal(json.dumps(row | change, ensure_ascii=False, separators=(",", ":")).encode()) + b"\n"


def test_a_line_written_anew_with_its_hash_is_betrayed_by_the_next(three):
    one, two, last = lines_of(three)
    assert rewritten(two) == two
    faults = folder.verify(one + rewritten(two, happened="2026-03-31") + last).faults
    assert faults == (folder.Fault(2, "被改写过（哈希也重算了）：后一行指向的不是它"),)
    assert places(rewritten(one, prev="1" * 64) + two + last) == [1, 1]


def test_a_chain_written_anew_or_cut_is_betrayed_by_what_was_known(three):
    one, two, last = lines_of(three)
    heads = [json.loads(raw)["hash"] for raw in (one, two, last)]
    for head in (*heads, folder.GENESIS):
        assert folder.verify(three, head=head, count=3).ok
    assert folder.verify(one + two).ok
    assert places(one + two, head=heads[2]) == [3]
    assert places(one + two, count=3) == [3]
    assert places(b"", count=1, head=heads[0]) == [1, 1]
    assert places(one + two + rewritten(last, happened="2026-04-01"), head=heads[2], count=3) == [4]


@pytest.fixture
def proof(record, tmp_path):
    """A kept file and the event that names it, twice."""
    (tmp_path / "报告.pdf").write_bytes(b"%PDF")
    digest = folder.keep(tmp_path, tmp_path / "报告.pdf")
    entry = folder.Entry("accepted", "2026-04-20", {"file": "报告.pdf"}, evidence=(digest,))
    record(folder.Entry("signed", "2026-01-05"), entry, entry)
    return folder.evidence_path(tmp_path, digest)


def test_evidence_that_is_there(proof, tmp_path):
    assert proof.read_bytes() == b"%PDF"
    assert folder.verify(tmp_path).ok


def test_evidence_that_was_changed_or_lost(proof, tmp_path):
    proof.write_bytes(b"%PDG")
    changed = folder.verify(tmp_path).faults
    assert changed == tuple(folder.Fault(line, f"证据 {proof.name[:12]}… 的内容被改动过") for line in (2, 3))
    proof.unlink()
    assert [fault.what for fault in folder.verify(tmp_path).faults] == [
        f"证据 {proof.name[:12]}… 不在 evidence 文件夹里"
    ] * 2
    assert folder.verify((tmp_path / "events.jsonl").read_bytes()).ok


def test_a_path_is_no_evidence(three, tmp_path):
    line = rewritten(lines_of(three)[0], evidence=["../contract.yaml"])
    (tmp_path / "events.jsonl").write_bytes(line)
    assert folder.verify(tmp_path).faults == (folder.Fault(1, "证据编号“../contract.yaml”不是 SHA-256"),)


def test_kept_once_and_mended(proof, tmp_path):
    proof.write_bytes(b"broken")
    assert folder.keep(tmp_path, tmp_path / "报告.pdf") == proof.name
    assert proof.read_bytes() == b"%PDF"
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == [proof]


def test_nothing_stays_of_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(FileNotFoundError):
        folder.keep(tmp_path, tmp_path / "没有.pdf")
    assert list((tmp_path / "evidence").iterdir()) == []
