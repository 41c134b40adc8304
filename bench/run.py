"""Measures speed as ratios: `make bench`, or `python bench/run.py` with the names of some parts (see `PARTS` below).

`portfolio --full` adds 100,000 contracts: about 4 GB of disk and a quarter of an hour.
Ratios travel from machine to machine, seconds do not: docs/performance.md says how to read them.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import growth
import portfolio
import stages
from drafts import Press
from python_redlines import EngineNotInstalledError
from redlining import PEER, Redlining
from timing import Cost, in_turn, once, process, processes

import ledger
from mingyue import api
from mingyue.connectors.workers import cores

BIN = Path(sys.executable).parent
CONTRACTS = 500
FULL = "--full"


class Bench:
    """The measurements, each printed as it is done."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def press(self) -> Press:
        """Writes drafts."""
        return Press(self.folder)

    @cached_property
    def draft(self) -> bytes:
        """The draft of forty pages."""
        return self.press.long(self.folder / "long.docx")

    @cached_property
    def bare(self) -> Cost:
        """What its XML costs alone."""
        return in_turn({"bare": lambda: stages.bare(self.draft)}, 25)["bare"]

    def check(self) -> None:
        """Check against the bare cost of the XML."""
        document = api.read_document(self.draft, "draft.docx")
        found = len(api.check(document, as_of=stages.AS_OF).findings)
        tasks = {"bare": lambda: stages.bare(self.draft), "check": lambda: stages.check(self.draft)}
        costs = in_turn(tasks, 25)
        heading("检查一份 40 页的合同 / check of a 40-page .docx（目标 aim ≤ 10 ×）")
        print(f"{len(document.blocks)} 段、{len(document.text)} 字、{len(api.rules())} 条规则、{found} 条意见")
        row("只解压和解析 XML  unzip + lxml", costs["bare"])
        row("检查全过程  check, JSON", costs["check"])
        ratio(costs["check"].over(costs["bare"]))
        print("  其中（CPU 时间）of which, CPU：")
        for stage, seconds in stages.shares(self.draft, 15).items():
            part = f"{seconds / costs['bare'].cpu:6.1f} ×  {seconds / costs['check'].cpu:4.0%}"
            row(f"  {stage}", f"{seconds * 1000:9.2f} ms   {part}")

    def redline(self) -> None:
        """Redline against the comparison of the same two files."""
        case = Redlining(self.draft, self.folder)
        costs = in_turn({"ours": case.ours, "whole": case.whole}, 15)
        heading(f"修订稿 / redline（对照 {PEER}，目标 aim ≥ 10 ×）")
        row("修订稿  redline", costs["ours"])
        row("检查并出修订稿  check + redline", costs["whole"])
        try:
            peer = case.peer()
        except EngineNotInstalledError as error:
            print(f"  {PEER} 没有装引擎，未比较 / not compared: {error}")
            return
        peer()
        runs = [once(peer) for _ in range(5)]
        best = Cost(min(run.wall for run in runs), 0)  # its engine is a process of its own
        row(f"{PEER} 比较同样两份文件", f"{best.wall * 1000:9.2f} ms")
        ratio(
            f"{best.wall / costs['ours'].wall:.1f} × 快（连检查一起 with the check {best.wall / costs['whole'].wall:.1f} ×）"
        )

    def bulk(self) -> None:
        """Many contracts in one call of the command, on all cores."""
        folder = self.folder / "many"
        folder.mkdir()
        files = [folder / f"{number:03}.docx" for number in range(CONTRACTS)]
        for number, file in enumerate(files):
            self.press.small(file, number)
        size = sum(len(api.read_document(file.read_bytes(), file.name).text) for file in files[:50]) // 50
        data = [file.read_bytes() for file in files]
        bare = in_turn({"bare": lambda: [stages.bare(draft) for draft in data]}, 3)["bare"]
        command = [str(BIN / "mingyue"), "check", *map(str, files), "--format", "json", "--fail-on", "never"]
        runs = [process(command) for _ in range(2)]
        cost = Cost(min(run.wall for run in runs), min(run.cpu for run in runs))
        heading(f"批量检查 {CONTRACTS} 份 / bulk check（平均约 {size} 字，{cores()} 核）")
        row("只解压和解析 XML，一个进程", bare)
        row("mingyue check 500 份", cost)
        print(f"  每核每分钟 contracts per minute per core: {CONTRACTS * 60 / cost.wall / cores():.0f}", end="")
        print(f"（按 CPU 时间 by CPU {CONTRACTS * 60 / cost.cpu:.0f}）")
        ratio(f"{cost.cpu / bare.cpu:.1f} × （按 CPU 时间，含启动 by CPU, start included）")

    def start(self) -> None:
        """Start-up of the command."""
        python = str(BIN / "python")
        commands = {"python": [python, "-c", "pass"], "help": [str(BIN / "mingyue"), "--help"]}
        costs = processes(commands, 15)
        heading("启动 / start-up（中位数 median）")
        row("python -c pass", costs["python"])
        row("mingyue --help", costs["help"])
        ratio(costs["help"].over(costs["python"]))

    def growth(self) -> None:
        """The rules stage by number of rules."""
        points = growth.curve(self.draft, 12)
        least = growth.NUMBERS[0]
        heading("规则多了会慢多少 / cost of more rules（40 页，CPU 时间）")
        for number, seconds in points.items():
            clones = max(0, number - len(api.rules()))
            told = f"  其中 {clones} 条是改写模式的副本 clones with patterns of their own" if clones else ""
            times = f"{seconds / points[least]:5.2f} ×   {seconds / self.bare.cpu:5.2f} × XML"
            row(f"{number} 条规则 rules", f"{seconds * 1000:9.2f} ms   {times}{told}")
        more = (points[growth.NUMBERS[-1]] - points[least]) / (growth.NUMBERS[-1] - least)
        print(f"  每多一条 one rule more: {more * 1e6:.0f} µs = {more / self.bare.cpu:.3f} × XML")

    def ledger(self) -> None:
        """The position of one contract against the bare cost of its lines."""
        case = ledger.Ledger(self.folder / "ledger")
        costs = case.costs(15)
        heading(f"台账：一份合同 {ledger.NUMBER:,} 个事件 / replay（目标 aim ≤ 3 ×）")
        found = case.whole()
        print(f"{len(found.obligations)} 项义务、{len(found.claims)} 项请求权、{len(found.transactions)} 笔分录")
        row("只读文件并解析 JSON  read, parse", costs["bare"])
        row("从文件到台账  open + replay", costs["whole"])
        ratio(costs["whole"].over(costs["bare"]))
        row("同上，暂停垃圾回收  collector off", costs["quiet"])
        ratio(costs["quiet"].over(costs["bare"]))
        print("  其中，各自单独测 of which, each alone：")
        for stage, cost in case.parts(9).items():
            row(f"  {stage}", f"{cost}   {cost.cpu / costs['bare'].cpu:5.2f} ×")

    def portfolio(self) -> None:
        """Many contracts on one day; 100,000 only with --full."""
        heading(f"合同组合：每份 {portfolio.EVENTS} 个事件，{cores()} 核 / portfolio on one day")
        for number in (*portfolio.SIZES, *([portfolio.FULL] if FULL in sys.argv else [])):
            with tempfile.TemporaryDirectory(dir=self.folder) as name:
                root = Path(name)
                if not portfolio.room(root, number):
                    print(f"  {number:,} 份：磁盘空间不够，未测 / not enough disk space")
                    continue
                portfolio.build(root, number)
                bare, whole = portfolio.measured(root, "bare"), portfolio.measured(root, "whole")
            each = f"{whole.cpu / whole.events * 1e6:6.1f} µs CPU 每事件 an event"
            memory = f"内存 parent {whole.parent_mb:.0f} MB、worker {whole.worker_mb:.0f} MB"
            row(f"{number:,} 份", f"{whole.wall:8.1f} s   {whole.events / whole.wall:8.0f} 事件/s   {each}   {memory}")
            print(f"    只读并解析 bare {bare.wall:.1f} s、{bare.cpu / bare.events * 1e6:.1f} µs 每事件", end="")
            print(f"，负载 load {os.getloadavg()[0]:.1f}")
            ratio(f"{whole.cpu / bare.cpu:.1f} × （CPU 时间 by CPU）")


def heading(text: str) -> None:
    """What is measured next."""
    print(f"\n{text}")


def row(label: str, value: object) -> None:
    """One line of a table; Chinese characters take two columns."""
    width = sum(2 if ord(character) > 0x2E7F else 1 for character in label)
    print(f"  {label}{' ' * (36 - width)}{value}", flush=True)


def ratio(text: str) -> None:
    """The figure that counts."""
    print(f"  → {text}", flush=True)


PARTS: dict[str, Callable[[Bench], None]] = {
    "check": Bench.check,
    "redline": Bench.redline,
    "bulk": Bench.bulk,
    "start": Bench.start,
    "growth": Bench.growth,
    "ledger": Bench.ledger,
    "portfolio": Bench.portfolio,
}


def main() -> None:
    """Runs what is asked for, else everything."""
    wanted = [name for name in sys.argv[1:] if name != FULL] or [*PARTS]
    if unknown := set(wanted) - set(PARTS):
        sys.exit(f"没有 {'、'.join(sorted(unknown))}；可用 {'、'.join(PARTS)}，以及 portfolio {FULL}")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(
        f"Python {platform.python_version()}，{cores()} 核，负载 load {load:.1f}；看比值，不看秒数 / read ratios, not seconds"
    )
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for name in wanted:
            PARTS[name](bench)


if __name__ == "__main__":
    main()
