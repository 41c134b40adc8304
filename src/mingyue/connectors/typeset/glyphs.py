"""Which characters a font can show, from its own table."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from typing import Final

_DIRECTORY: Final = 12  # bytes in front of the list of tables
_SEGMENTED: Final = 12  # the format of a subtable that covers all planes of Unicode


@cache
def covered(font: Path) -> frozenset[int]:
    """The code points of an OpenType font. Raises ValueError for a font without a table for all of Unicode."""
    data = font.read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    tables = (struct.unpack_from(">4sIII", data, _DIRECTORY + 16 * index) for index in range(count))
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    for index in range(count):
        (offset,) = struct.unpack_from(">I", data, start + 8 + 8 * index)
        table = start + offset
        if struct.unpack_from(">H", data, table)[0] == _SEGMENTED:
            return _segments(data, table)
    raise ValueError(f"{font.name} has no table for all of Unicode")


def _segments(data: bytes, table: int) -> frozenset[int]:
    (count,) = struct.unpack_from(">I", data, table + 12)
    groups = (struct.unpack_from(">II", data, table + 16 + 12 * index) for index in range(count))
    return frozenset(point for first, last in groups for point in range(first, last + 1))
