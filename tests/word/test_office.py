"""LibreOffice as the judge of our redlines: what it has after accepting and after rejecting all changes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import word_builder as b

from mingyue.connectors.word import read, write
from mingyue.redline.revision import Revision

pytestmark = pytest.mark.office

DATE = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
SYSTEM_PYTHON = "/usr/bin/python3"
SETTLE = Path(__file__).with_name("office_settle.py")

NUMBERING = b.numbering(b.level(0, "chineseCounting", "第%1条"), b.level(1, "decimal", "（%2）"))
NOTE = "合同价款含税"
HEAD = "软件采购合同"
PARTS = {
    "numbering": NUMBERING,
    "styles": b.styles('<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'),
    "footnotes": b.footnotes(b.para(NOTE)),
    "header1": f"<w:hdr {b.SPACES}>{b.para(HEAD)}</w:hdr>",
}
BODY = (
    b.para("总则", num=(1, 0))
    + b.para(b.run("乙方应在"), b.run("三十日", "<w:b/>"), b.run("内交付，逾期按日支付违约金。"), num=(1, 1))
    + b.para("本款删去", num=(1, 1))
    + b.para("付款", num=(1, 0))
    + b.para("签订后付百分之三十", b.note_mark(1), "，按", b.field('HYPERLINK \\l "x"', "第一条"), "办理。", num=(1, 1))
    + b.table(b.row("项目", "金额"), b.row("许可", "五十万元"), b.row("服务", ""))
    + b.para('<w:hyperlink w:anchor="x">' + b.run("详见附件一") + "</w:hyperlink>", "。")
    + b.para("争议由", "乙方", "所在地法院管辖。")
    + b.para("末段")
)
DATA = b.docx(BODY, PARTS, section='<w:headerReference w:type="default" r:id="header1"/>')


def of(quote: str) -> tuple[int, int]:
    start = read(DATA).text.index(quote)
    return start, start + len(quote)


REVISIONS = [
    Revision("replace", *of("三十日"), "十个工作日"),
    Revision("delete", *of("本款删去")),
    Revision("insert", *of("总则"), "新增的款"),
    Revision("replace", *of("百分之三十"), "百分之二十"),
    Revision("replace", *of("第一条办理"), "第二条办理"),
    Revision("replace", *of("五十万元"), "四十万元"),
    Revision("replace", *of("附件一"), "附件二"),
    Revision("replace", *of("乙方所在地"), "甲方所在地"),
    Revision("replace", *of("含税"), "含增值税"),
    Revision("replace", *of(HEAD), "软件采购合同（修订稿）"),
    Revision("insert", *of("末段"), "补充一段\n再补一段"),
]


def office() -> None:
    """Skip without LibreOffice and its Python bridge; on the build machine that is a failure."""
    probe = [SYSTEM_PYTHON, "-c", "import uno"]
    ready = shutil.which("soffice") and Path(SYSTEM_PYTHON).exists()
    if not ready or subprocess.run(probe, capture_output=True, check=False).returncode:
        message = "LibreOffice with its Python bridge (python3-uno) is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """Our redline with everything accepted, and with everything rejected, by LibreOffice."""
    office()
    folder = tmp_path_factory.mktemp("office")
    source, stem = folder / "redline.docx", folder / "out"
    source.write_bytes(write(DATA, REVISIONS, "明约", DATE))
    command = [SYSTEM_PYTHON, str(SETTLE), str(source), str(stem)]
    with (folder / "log").open("wb") as log:
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=120, check=True)
    return Path(f"{stem}.accepted.docx").read_bytes(), Path(f"{stem}.rejected.docx").read_bytes()


def test_rejecting_gives_the_draft(settled: tuple[bytes, bytes]) -> None:
    assert read(settled[1]).text == read(DATA).text


def test_accepting_gives_the_revised_text(settled: tuple[bytes, bytes]) -> None:
    expected = [
        "第一条 总则",
        "第二条 新增的款",
        "（1） 乙方应在十个工作日内交付，逾期按日支付违约金。",
        "第三条 付款",
        "（1） 签订后付百分之二十，按第二条办理。",
        "项目 | 金额",
        "许可 | 四十万元",
        "服务 | ",
        "详见附件二。",
        "争议由甲方所在地法院管辖。",
        "末段",
        "补充一段",
        "再补一段",
        "合同价款含增值税",
        "软件采购合同（修订稿）",
    ]
    assert read(settled[0]).text.split("\n") == expected


def test_numbers_are_those_that_libreoffice_shows(tmp_path: Path) -> None:
    office()
    formats = ["decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "chineseCounting", "chineseCountingThousand",
               "ideographTraditional", "ideographZodiac", "decimalEnclosedCircle", "decimalFullWidth"]  # fmt: skip
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{index}">{b.level(0, fmt, "%1")}{b.level(1, "decimal", "%1.%2")}</w:abstractNum>'
        for index, fmt in enumerate(formats)
    )
    nums = "".join(
        f'<w:num w:numId="{index + 1}"><w:abstractNumId w:val="{index}"/></w:num>' for index, _ in enumerate(formats)
    )
    body = "".join(
        b.para("项", num=(index + 1, 0)) * 12 + b.para("目", num=(index + 1, 1)) * 2 + b.para("项", num=(index + 1, 0))
        for index, _ in enumerate(formats)
    )
    data = b.docx(body, {"numbering": f"<w:numbering {b.SPACES}>{abstracts}{nums}</w:numbering>"})
    source = tmp_path / "numbers.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=True)
    shown = (tmp_path / "numbers.txt").read_text(encoding="utf-8-sig").split("\n")
    assert [re.sub(r"\s", "", line) for line in shown if line] == [
        re.sub(r"\s", "", line) for line in read(data).text.split("\n")
    ]
