"""Contracts and reports as PDF, set by Typst with fonts of its own: the same pages on every machine."""

from __future__ import annotations

from mingyue.connectors.typeset.setter import Missing, Unprintable, pdf
from mingyue.connectors.typeset.sheet import STAMP_SIZE, sheet_pdf, stamp

__all__ = ["STAMP_SIZE", "Missing", "Unprintable", "pdf", "sheet_pdf", "stamp"]
