"""A .doc, .wps, .rtf or .odt as the bytes of a .docx, through LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from mingyue.review.document import Unreadable

MAX_OUTPUT_BYTES = 100_000_000
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
)

# A draft is a stranger's file: no macros, no links to other files or hosts, no active content.
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    + "</oor:items>"
)


def program() -> str | None:
    """Path of the LibreOffice program, None when it is not installed."""
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def to_docx(data: bytes, suffix: str, timeout_s: float = 60.0) -> bytes:
    """The .docx that LibreOffice makes of these bytes; `suffix` is the kind of file: "doc", "wps", "rtf", "odt".

    Runs in a private profile and folder that are removed afterwards, with macros and outside links off. Raises
    Unreadable when LibreOffice is missing, fails, or takes more than `timeout_s` seconds (it is then killed).
    """
    office = program()
    if office is None:
        raise Unreadable(
            f"读取 .{suffix} 文件需要 LibreOffice，本机没有找到：请安装 LibreOffice，或用 Word、WPS 另存为 .docx 再试。"
        )
    with tempfile.TemporaryDirectory(prefix="mingyue-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        user = work / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        draft = work / f"draft.{suffix}"
        draft.write_bytes(data)
        _run(office, draft, work, timeout_s)
        return _result(work / "out" / "draft.docx", suffix)


def _run(office: str, draft: Path, work: Path, timeout_s: float) -> None:
    command = [
        office,
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(work / "out"), str(draft)),
    ]
    with subprocess.Popen(  # noqa: S603 - the program found above, on a file name of ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(timeout_s)
        except subprocess.TimeoutExpired as error:
            raise Unreadable(
                f"LibreOffice 在 {timeout_s:.0f} 秒内没有转换完：请用 Word 或 WPS 另存为 .docx 再试。"
            ) from error
        finally:
            # The launcher starts the real program as its child: end the whole group, also when we are interrupted.
            _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    if not hasattr(os, "killpg"):
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of it has ended by itself


def _result(path: Path, suffix: str) -> bytes:
    if not path.is_file() or path.stat().st_size == 0:
        raise Unreadable(
            f"LibreOffice 无法转换这个 .{suffix} 文件（可能已损坏或设有密码）：请用 Word 或 WPS 打开后另存为 .docx 再试。"
        )
    if path.stat().st_size > MAX_OUTPUT_BYTES:
        raise Unreadable(f"转换后的文件超过上限 {MAX_OUTPUT_BYTES // 1_000_000} MB：请删去其中的图片后再试。")
    return path.read_bytes()
