"""The sample draft is what its source says, and holds what a reader of Word must cope with."""

import re
import runpy
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from mingyue.terms.identity import credit_code_valid

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SHIPPED = EXAMPLES / "vendor_draft.docx"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def build():
    return runpy.run_path(str(EXAMPLES / "build_vendor_draft.py"))["build"]


def test_the_shipped_file_is_built_from_the_source(build, tmp_path):
    build(tmp_path / "a.docx")
    assert parts(tmp_path / "a.docx") == parts(SHIPPED), "run python examples/build_vendor_draft.py"


def test_the_same_source_gives_the_same_bytes(build, tmp_path):
    for name in ("a.docx", "b.docx"):
        build(tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


MARKS = [
    "w:numPr",
    "w:gridSpan",
    "w:vMerge",
    "w:footnoteReference",
    "w:hyperlink",
    "w:txbxContent",
    "w14:checkbox",
    "w:ins",
    "w:del",
    "w:commentReference",
    "w:fldChar",
    "w:headerReference",
    "w:footerReference",
]


@pytest.mark.parametrize("element", MARKS)
def test_it_holds_what_real_drafts_hold(element):
    tag = f"<{element}[ />]".encode()
    found = parts(SHIPPED)
    assert re.search(tag, found["word/document.xml"] + found["word/styles.xml"])


def test_revisions_bookmarks_and_controls_have_their_own_numbers():
    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    root = etree.fromstring(parts(SHIPPED)["word/document.xml"])
    numbers = root.xpath(
        "//w:ins/@w:id | //w:del/@w:id | //w:bookmarkStart/@w:id | //w:sdtPr/w:id/@w:val", namespaces=names
    )
    assert len(numbers) == len(set(numbers)) > 4


def test_one_credit_code_of_two_has_a_wrong_check_character():
    text = b"".join(re.findall(rb"<w:t[^>]*>([^<]*)", parts(SHIPPED)["word/document.xml"])).decode()
    codes = re.findall(r"统一社会信用代码：(\w{18})", text)
    assert [credit_code_valid(code) for code in codes] == [False, True]
