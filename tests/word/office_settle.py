"""Accept or reject all tracked changes of Word files in LibreOffice. Run by the system's Python, which has `uno`.

Arguments: pairs of SOURCE.docx and the stem of two results: STEM.accepted.docx, STEM.rejected.docx. The sources hold no
comments: a LibreOffice without its user interface files cannot show them in a view, and dispatching needs a view.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

DEADLINE = 60  # seconds for the program to start


def value(name: str, content: object) -> PropertyValue:
    found = PropertyValue()
    found.Name, found.Value = name, content
    return found


def connect(pipe: str) -> object:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(DEADLINE * 5):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.2)
    raise SystemExit("LibreOffice did not start")


def settle(context: object, desktop: object, source: str, stem: str) -> None:
    dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    for command, target in (("AcceptAllTrackedChanges", "accepted"), ("RejectAllTrackedChanges", "rejected")):
        document = desktop.loadComponentFromURL(pathlib.Path(source).as_uri(), "_blank", 0, (value("Hidden", True),))
        dispatcher.executeDispatch(document.CurrentController.Frame, f".uno:{command}", "", 0, ())
        document.storeToURL(pathlib.Path(f"{stem}.{target}.docx").as_uri(), (value("FilterName", "MS Word 2007 XML"),))
        document.close(True)


def main(jobs: list[str]) -> None:
    with tempfile.TemporaryDirectory() as profile:
        pipe = pathlib.Path(profile).name
        url = pathlib.Path(profile).as_uri()
        program = [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={url}",
            f"--accept=pipe,name={pipe};urp;",
        ]
        office = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            context = connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            for source, stem in zip(jobs[::2], jobs[1::2], strict=True):
                settle(context, desktop, source, stem)
            desktop.terminate()
            office.wait(timeout=DEADLINE)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
