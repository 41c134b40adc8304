"""Power cuts and crowds: what was confirmed is there, whatever else happened."""

import os
import signal
import subprocess
import sys
import time
from itertools import chain, pairwise
from threading import Thread

import pytest

from mingyue.connectors import folder
from mingyue.connectors.folder import disk

ENTRY = folder.Entry("paid", "2026-05-01", {"amount": "1.00"})

# Appends without end, or so many times, and says the id of each line only when append has returned.
WRITER = """
import sys, datetime, itertools
from mingyue.connectors import folder
where, name, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
at = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
for n in range(times) if times else itertools.count():
    batch = [folder.Entry("paid", "2026-05-01", {"writer": name, "n": n, "pad": "付" * 700})] * (1 + n % 3)
    for line in folder.append(where, batch, recorded=at, by=name):
        sys.stdout.write(line["id"] + " " + line["hash"] + "\\n")
    sys.stdout.flush()
"""


def writer(tmp_path, name, times):
    command = [sys.executable, "-c", WRITER, str(tmp_path), name, str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")


def test_kill_in_the_middle_loses_nothing_that_was_confirmed(tmp_path, record):
    confirmed = {}
    for round_ in range(6):
        with writer(tmp_path, f"w{round_}", 0) as child:
            for _ in range(2 + 3 * round_):
                name, digest = child.stdout.readline().split()
                confirmed[name] = digest
            child.send_signal(signal.SIGKILL)
            rest = child.stdout.read().split("\n")[:-1]
            confirmed.update(line.split() for line in rest)
        log = folder.read(tmp_path)
        assert confirmed.items() <= {line["id"]: line["hash"] for line in log.lines}.items()
        assert folder.verify(tmp_path).ok
    last = record(ENTRY)[0]
    assert last["seq"] == len(folder.read(tmp_path).lines) >= len(confirmed) + 1
    assert folder.verify(tmp_path, head=confirmed.popitem()[1]).ok


def test_writers_at_once_do_not_mix(tmp_path):
    children = [writer(tmp_path, name, 25) for name in ("甲", "乙", "丙")]
    said = [child.communicate()[0].split("\n")[:-1] for child in children]
    assert [child.returncode for child in children] == [0, 0, 0]
    lines = folder.read(tmp_path).lines
    assert len(lines) == sum(map(len, said)) == 3 * 49
    assert sorted(chain.from_iterable(said)) == sorted(f"{line['id']} {line['hash']}" for line in lines)
    assert folder.verify(tmp_path).ok
    assert all(one["hash"] == two["prev"] for one, two in pairwise(lines))


def test_a_file_replaced_while_a_writer_waits_is_the_one_written(tmp_path, record, three):
    """As a checkout of git does: a new file takes the name while the old one is locked."""
    path = tmp_path / "events.jsonl"
    with disk.opened(path):
        waiting = Thread(target=record, args=(ENTRY,))
        waiting.start()
        time.sleep(0.1)
        (tmp_path / "new").write_bytes(three)
        (tmp_path / "new").replace(path)
    waiting.join()
    assert [line["id"] for line in folder.read(tmp_path).lines] == ["E1", "E2", "E3", "E4"]


def test_a_line_torn_anywhere_is_told_kept_and_written_over(tmp_path, record, three):
    path = tmp_path / "events.jsonl"
    lines = folder.parse(three).lines
    start = three.rindex(b"\n", 0, -1) + 1
    for cut in range(start + 1, len(three) - 1):
        path.write_bytes(three[:cut])
        log = folder.read(tmp_path)
        assert log.lines == lines[:2]
        assert log.notes[0].startswith("events.jsonl 第 3 行没有写完（写入时中断），从未确认")
        verdict = folder.verify(tmp_path)
        assert verdict.ok
        assert "第 3 行没有写完" in verdict.notes[0]
        if cut % 20 == 0 or cut == len(three) - 2:
            assert record(ENTRY)[0]["id"] == "E3"
            torn = max(tmp_path.glob("events.torn-*"), key=lambda name: int(name.suffix[6:]))
            assert torn.read_bytes() == three[start:cut]
            assert folder.read(tmp_path).notes == ()
            assert folder.verify(tmp_path).ok
    assert len(list(tmp_path.glob("events.torn-*"))) > 10


def test_the_very_first_line_torn(tmp_path, record):
    (tmp_path / "events.jsonl").write_bytes('{"format":1,"by":"张'.encode()[:-1])
    assert folder.read(tmp_path).lines == ()
    assert record(ENTRY)[0]["id"] == "E1"
    assert (tmp_path / "events.torn-1").read_bytes() == '{"format":1,"by":"张'.encode()[:-1]


def test_blocks_that_never_reached_the_disk_are_torn_too(tmp_path, record, three):
    (tmp_path / "events.jsonl").write_bytes(three + b"\0" * 512)
    assert len(folder.read(tmp_path).lines) == 3
    assert record(ENTRY)[0]["id"] == "E4"
    assert (tmp_path / "events.torn-1").read_bytes() == b"\0" * 512


@pytest.mark.parametrize("key", [None, "last"])
def test_a_whole_line_that_lacks_its_line_feed_counts(tmp_path, record, key):
    """An editor may take the last line feed away; a recorded event must not vanish with it."""
    first = record(ENTRY, ENTRY, ENTRY, folder.Entry("paid", "2026-05-01", key=key))[-1]
    path = tmp_path / "events.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    log = folder.read(tmp_path)
    assert len(log.lines) == 4
    assert log.notes == ("events.jsonl 第 4 行末尾少一个换行，内容完整，照常计入",)
    assert folder.verify(tmp_path).ok
    if key:
        assert record(folder.Entry("paid", "2026-05-01", key=key))[0] == first
    assert record(ENTRY)[0]["id"] == "E5"
    assert path.read_bytes().startswith(whole)
    assert not list(tmp_path.glob("events.torn-*"))


def test_the_torn_part_stays_where_it_is_if_it_cannot_be_kept(tmp_path, record, three, monkeypatch):
    path = tmp_path / "events.jsonl"
    path.write_bytes(three[:-9])
    with monkeypatch.context() as patch:
        patch.setattr(folder.files.os, "fsync", full)
        with pytest.raises(folder.FolderError, match="磁盘已满"):
            record(ENTRY)
    assert path.read_bytes() == three[:-9]
    assert not list(tmp_path.glob("events.torn-*"))


def test_new_names_are_made_durable_too(tmp_path, record, monkeypatch):
    """A file is lost with the power if its folder was not written."""
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino) or real(handle))
    record(ENTRY)
    assert synced == [(tmp_path / "events.jsonl").stat().st_ino, tmp_path.stat().st_ino]
    del synced[:]
    record(ENTRY)
    assert synced == [(tmp_path / "events.jsonl").stat().st_ino]
    del synced[:]
    (tmp_path / "x").write_bytes(b"x")
    kept = folder.evidence_path(tmp_path, folder.keep(tmp_path, tmp_path / "x"))
    assert synced == [path.stat().st_ino for path in (kept, kept.parent, tmp_path / "evidence")]
    del synced[:]
    folder.write_whole(tmp_path / "y", b"y")
    assert synced == [(tmp_path / "y").stat().st_ino, tmp_path.stat().st_ino]


def full(_handle):
    raise OSError(28, "No space left on device")
