import errno
import json
import os
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

import pytest

from mingyue import __version__
from mingyue.connectors import folder
from mingyue.connectors.folder import disk

ENTRY = folder.Entry("delivered", "2026-04-12", {"milestone": "M1"})
MEMBERS = [
    "format",
    "mingyue",
    "seq",
    "id",
    "key",
    "kind",
    "happened",
    "recorded",
    "by",
    "note",
    "evidence",
    "data",
    "prev",
    "hash",
]


def test_a_line_holds_its_members_in_order_and_the_hash_of_its_own_bytes(record, tmp_path):
    record(ENTRY)
    record(replace(ENTRY, key="k", note="二期"))
    raws = (tmp_path / "events.jsonl").read_bytes().split(b"\n")
    assert raws.pop() == b""
    rows = [json.loads(raw) for raw in raws]
    assert [list(row) for row in rows] == [MEMBERS, MEMBERS]
    assert rows[0]["prev"] == "0" * 64
    assert rows[1]["prev"] == rows[0]["hash"]
    for raw, row in zip(raws, rows, strict=True):
        body, end = raw[:-75], raw[-75:]
        assert end == b',"hash":"' + sha256(body).hexdigest().encode() + b'"}'
        assert row["recorded"] == "2026-04-12T10:30:05+08:00"
        assert row["mingyue"] == __version__
    assert [(row["seq"], row["id"], row["key"], row["note"]) for row in rows] == [
        (1, "E1", None, None),
        (2, "E2", "k", "二期"),
    ]
    assert "二期" in raws[1].decode()


def test_what_comes_back_is_what_is_read(record, tmp_path):
    lines = record(ENTRY, folder.Entry("paid", "2026-04-13T09:00:01", {"amount": "150000.00", "x": [None, True]}))
    assert folder.read(tmp_path).lines == lines
    assert folder.read(tmp_path).head == lines[-1]["hash"]


def test_nothing_to_record_leaves_no_line(record, tmp_path):
    assert record() == ()
    assert folder.read(tmp_path) == folder.Log(())


@pytest.mark.parametrize("happened", ["2026-04-12", "2026-04-12T10:30", "2026-04-12T10:30:59"])
def test_a_day_a_minute_or_a_second(record, happened):
    assert record(replace(ENTRY, happened=happened))[0]["happened"] == happened


@pytest.mark.parametrize(
    "happened", ["", "2026-4-12", "2026-02-30", "2026-04-12T25:00", "2026-04-12T10:30+08:00", "昨天"]
)
def test_another_form_of_date_is_refused_before_anything_is_written(record, tmp_path, happened):
    with pytest.raises(folder.FolderError, match=r"^发生时间“.*请写成 2026-04-12"):
        record(ENTRY, replace(ENTRY, happened=happened))
    assert not (tmp_path / "events.jsonl").exists()


def test_a_time_without_zone_is_a_mistake_of_the_caller(record):
    with pytest.raises(ValueError, match="time zone"):
        record(ENTRY, recorded=datetime(2026, 4, 12))  # noqa: DTZ001 - the case


class TestKeys:
    def test_the_same_again_gives_the_earlier_line(self, record, tmp_path):
        keyed = replace(ENTRY, key='a"\\键', data={"b": 1, "a": {"x": "1.0"}})
        first = record(keyed, ENTRY)[0]
        again = record(
            replace(ENTRY, kind="signed"), replace(keyed, data={"a": {"x": "1.0"}, "b": 1}, note="另一条备注")
        )
        assert again[1] == first
        assert [line["id"] for line in folder.read(tmp_path).lines] == ["E1", "E2", "E3"]

    def test_twice_in_one_call_is_once(self, record, tmp_path):
        one, two = record(replace(ENTRY, key="a"), replace(ENTRY, key="a"))
        assert one == two
        assert len(folder.read(tmp_path).lines) == 1

    @pytest.mark.parametrize(
        "change", [{"kind": "accepted"}, {"happened": "2026-04-13"}, {"data": {"milestone": "M2"}}, {"data": {}}]
    )
    def test_other_content_is_refused(self, record, tmp_path, change):
        record(ENTRY, replace(ENTRY, key="a"))
        with pytest.raises(folder.FolderError, match="幂等键“a”已用于 E2，内容却不同"):
            record(ENTRY, replace(ENTRY, key="a", **change))
        assert len(folder.read(tmp_path).lines) == 2

    def test_true_is_not_one(self, record):
        record(replace(ENTRY, key="a", data={"late": True}))
        with pytest.raises(folder.FolderError, match="内容却不同"):
            record(replace(ENTRY, key="a", data={"late": 1}))

    def test_the_same_words_elsewhere_are_no_key(self, record):
        record(replace(ENTRY, data={"key": "a", "b": 1}))
        assert record(replace(ENTRY, key="a"))[0]["id"] == "E2"

    def test_a_key_on_a_changed_line_is_told_not_repeated(self, record, tmp_path):
        record(replace(ENTRY, key="a"), ENTRY)
        path = tmp_path / "events.jsonl"
        path.write_bytes(path.read_bytes().replace(b"M1", b"M2", 1))
        with pytest.raises(folder.FolderError, match=r"^events.jsonl 第 1 行：被改动过"):
            record(replace(ENTRY, key="a"))


def test_a_head_that_moved_on_is_told(record):
    head = record(ENTRY)[0]["hash"]
    record(ENTRY, expect_head=head)
    with pytest.raises(folder.FolderError, match="在读取之后又有新记录（现有 2 条）"):
        record(ENTRY, expect_head=head)


def test_evidence_must_be_kept_first(record, tmp_path):
    (tmp_path / "报告.pdf").write_bytes(b"%PDF")
    with pytest.raises(folder.FolderError, match="不在 evidence 文件夹里"):
        record(replace(ENTRY, evidence=(sha256(b"%PDF").hexdigest(),)))
    with pytest.raises(folder.FolderError, match="不是 SHA-256"):
        record(replace(ENTRY, evidence=("../报告.pdf",)))
    digest = folder.keep(tmp_path, tmp_path / "报告.pdf")
    assert record(replace(ENTRY, evidence=(digest,)))[0]["evidence"] == [digest]


def test_half_a_character_is_refused(record):
    with pytest.raises(folder.FolderError, match="无法保存的字符"):
        record(replace(ENTRY, note="\ud83d"))
    with pytest.raises(folder.FolderError, match="无法保存的字符"):
        record(replace(ENTRY, key="\ud83d"))


def test_a_broken_last_line_is_named_not_written_behind(record, tmp_path, three):
    path = tmp_path / "events.jsonl"
    changed = three.replace(b"200000", b"900000")
    path.write_bytes(changed)
    with pytest.raises(
        folder.FolderError, match=r"^events.jsonl 第 3 行：被改动过：内容与哈希不符，请从备份或 git 恢复"
    ):
        record(ENTRY)
    assert path.read_bytes() == changed


def test_the_cost_does_not_grow_with_the_file(record, tmp_path, monkeypatch):
    for _ in range(20):
        record(*[ENTRY] * 50)
    size = (tmp_path / "events.jsonl").stat().st_size
    read = []
    real = os.read
    monkeypatch.setattr(os, "read", lambda handle, length: read.append(real(handle, length)) or read[-1])
    record(ENTRY)
    assert sum(map(len, read)) < 10_000 < size


def test_a_line_longer_than_any_buffer(record, tmp_path):
    record(ENTRY, replace(ENTRY, note="长" * 100_000))
    assert record(ENTRY)[0]["seq"] == 3
    assert folder.verify(tmp_path).ok


class TestFullDisk:
    SENTENCE = r"^磁盘已满：这条记录没有写入，已有记录完好，请清理磁盘后再试。$"

    def test_an_error_of_the_system(self, record, tmp_path, three, monkeypatch):
        def full(_handle, _data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(folder.FolderError, match=self.SENTENCE):
                record(ENTRY)
        assert (tmp_path / "events.jsonl").read_bytes() == three
        assert record(ENTRY)[0]["seq"] == 4

    def test_a_part_is_taken_back(self, record, tmp_path, three, monkeypatch):
        real = os.write
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", lambda handle, data: real(handle, data[:-1]))
            with pytest.raises(folder.FolderError, match=self.SENTENCE):
                record(ENTRY, ENTRY)
        assert (tmp_path / "events.jsonl").read_bytes() == three

    def test_told_only_when_the_system_syncs(self, record, tmp_path, three, monkeypatch):
        def full(_handle):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with monkeypatch.context() as patch:
            patch.setattr(disk.os, "fsync", full)
            with pytest.raises(folder.FolderError, match=self.SENTENCE):
                record(ENTRY)
        assert (tmp_path / "events.jsonl").read_bytes() == three

    def test_another_error_stays_what_it_is(self, record, tmp_path, three, monkeypatch):
        def broken(_handle, _data):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", broken)
            with pytest.raises(OSError, match=os.strerror(errno.EIO)):
                record(ENTRY)
        assert (tmp_path / "events.jsonl").read_bytes() == three

    @pytest.mark.parametrize("room", [0, 1, 100])
    def test_for_real(self, tmp_path, three, room):
        """The system itself refuses: a limit on the size of files, reached before or in the middle of a writing."""
        code = (
            "import sys, datetime\n"
            "from mingyue.connectors import folder\n"
            "at = datetime.datetime.now(datetime.UTC)\n"
            "try:\n"
            "    folder.append(sys.argv[1], [folder.Entry('paid', '2026-05-01', {})], recorded=at, by='x')\n"
            "except folder.FolderError as error:\n"
            "    print(error)\n"
        )
        limit = len(three) + room
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code, str(tmp_path)],
            capture_output=True,
            check=True,
            encoding="utf-8",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        assert done.stdout.startswith("磁盘已满：这条记录没有写入，已有记录完好")
        assert (tmp_path / "events.jsonl").read_bytes() == three
