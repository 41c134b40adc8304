from __future__ import annotations

import os
import shutil
import socket
import threading
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from mingyue.connectors import office, sniff
from mingyue.connectors.office import convert
from mingyue.review.document import Unreadable

missing = convert.program() is None and os.environ.get("CI") != "true"
RTF = rb"{\rtf1\ansi\deff0 {\fonttbl{\f0 Arial;}}\f0 \u21512?\u21516?\par 30%\par}"


def body_of(docx: bytes) -> str:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        return package.read("word/document.xml").decode()


def test_without_the_program_the_mend_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(convert, "_PLACES", ())
    with pytest.raises(Unreadable, match="请安装 LibreOffice，或用 Word、WPS 另存为"):
        office.to_docx(b"", "doc")


def test_a_program_that_hangs_is_killed_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alive = tmp_path / "alive"
    script = tmp_path / "soffice"
    script.write_text(f"#!/bin/sh\n(sleep 1.2; touch {alive}) &\nsleep 60\n")
    script.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(script))
    started = time.monotonic()
    with pytest.raises(Unreadable, match="0 秒内没有转换完"):
        office.to_docx(b"x", "doc", timeout_s=0.2)
    assert time.monotonic() - started < 1.1
    time.sleep(1.3)
    assert not alive.exists()


def test_a_program_that_makes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nexit 0\n")
    script.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(script))
    with pytest.raises(Unreadable, match=r"无法转换这个 \.wps 文件"):
        office.to_docx(b"x", "wps")


@pytest.mark.office
@pytest.mark.skipif(missing, reason="LibreOffice is not installed")
def test_rtf_becomes_a_word_file() -> None:
    docx = office.to_docx(RTF, "rtf")
    assert sniff.kind_of(docx, "draft.docx") == "docx"
    assert "合同" in body_of(docx)
    assert "30%" in body_of(docx)


@pytest.mark.office
@pytest.mark.skipif(missing, reason="LibreOffice is not installed")
def test_no_linked_file_is_fetched() -> None:
    asked = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            try:
                server.accept()[0].close()
            except OSError:
                return  # the test has ended
            asked.set()

        threading.Thread(target=listen, daemon=True).start()
        docx = office.to_docx(linked_odt(f"http://127.0.0.1:{server.getsockname()[1]}/a.png"), "odt")
        server.shutdown(socket.SHUT_RDWR)
    assert "合同" in body_of(docx)
    assert not asked.is_set()


def linked_odt(address: str) -> bytes:
    """A text with a picture that stands on another machine; without our settings LibreOffice asks for it at once."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    picture = (
        f'<draw:frame text:anchor-type="as-char"><draw:image xlink:href="{address}" xlink:type="simple"/></draw:frame>'
    )
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0" '
        f'xmlns:draw="{names}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body>'
        f"<office:text><text:p>合同{picture}</text:p></office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    entries = (("/", kind), ("content.xml", "text/xml"))
    files = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>' for path, media in entries
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0" manifest:version="1.2">{files}</manifest:manifest>',
        )
        package.writestr("content.xml", content)
    return out.getvalue()
