"""A zip archive with some entries replaced or added; all others are copied byte for byte, compressed as they are."""

from __future__ import annotations

import zipfile
from copy import copy
from io import BytesIO
from itertools import pairwise
from typing import Final

_DATE: Final = (1980, 1, 1, 0, 0, 0)  # no clock: the same input gives the same bytes


def rewrite(data: bytes, archive: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    """The archive that `data` holds and `archive` has open, with these entries new, the others and their order kept."""
    infos = archive.infolist()
    bounds = sorted([*(info.header_offset for info in infos), archive.start_dir])
    ends = dict(pairwise(bounds))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.comment = archive.comment
        for info in infos:
            if info.filename in changed:
                _write(target, info.filename, changed[info.filename])
            else:
                _copy(target, info, data[info.header_offset : ends[info.header_offset]])
        for name in sorted(changed.keys() - archive.NameToInfo.keys()):
            _write(target, name, changed[name])
    return out.getvalue()


def _write(target: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    target.writestr(info, content)


def _copy(target: zipfile.ZipFile, info: zipfile.ZipInfo, raw: bytes) -> None:
    """Append an entry's header and data as they are; zipfile itself can only unpack and pack again."""
    entry = copy(info)
    entry.header_offset = target.start_dir
    file = target.fp
    if file is None:
        raise ValueError("the target archive is closed")
    file.seek(target.start_dir)
    file.write(raw)
    target.filelist.append(entry)
    target.NameToInfo[entry.filename] = entry
    target.start_dir = file.tell()
