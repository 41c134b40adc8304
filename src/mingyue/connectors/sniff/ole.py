"""Just enough of OLE2 compound files (the container of .doc) to tell what one holds."""

from __future__ import annotations

import struct

_ENTRY = 128
_HEADER = 512
_FIB_MAGIC = 0xA5EC
_FIB_ENCRYPTED = 0x0100
_MAX_ENTRIES = 4096


def ole_names(data: bytes) -> dict[str, int]:
    """Names of the streams and storages that are known to tell the kind, each with its first sector.

    Directory entries are 128 bytes and sector-aligned, so each known name is searched and kept only where an entry can
    stand; a damaged sector chain does not hide it. Linear in the size of the file.
    """
    names: dict[str, int] = {}
    for name in _TELLING:
        needle = name.encode("utf-16-le") + b"\x00\x00"
        at = data.find(needle, _HEADER)
        for _ in range(_MAX_ENTRIES):
            if at < 0:
                break
            if at % _ENTRY == 0 and data[at + 64 : at + 66] == struct.pack("<H", len(needle)):
                names[name] = _first_sector(data, at)
                break
            at = data.find(needle, at + 1)
    return names


_TELLING = (
    "EncryptedPackage",
    "WordDocument",
    "Workbook",
    "Book",
    "PowerPoint Document",
    "__properties_version1.0",
)


def _first_sector(data: bytes, entry: int) -> int:
    field = data[entry + 116 : entry + 120]
    return struct.unpack("<I", field)[0] if len(field) == 4 else 0


def word_is_encrypted(data: bytes, names: dict[str, int]) -> bool:
    """Whether the main stream of a .doc says that it is encrypted or obfuscated with a password."""
    if "WordDocument" not in names:
        return False
    shift = struct.unpack("<H", data[30:32])[0]
    at = (names["WordDocument"] + 1) << min(shift, 12)
    fib = data[at : at + 12]
    if len(fib) < 12 or struct.unpack("<H", fib[:2])[0] != _FIB_MAGIC:
        return False
    return bool(struct.unpack("<H", fib[10:12])[0] & _FIB_ENCRYPTED)
