"""A contract as PDF, set by Typst with fonts of its own: the same pages on every machine."""

from __future__ import annotations

from mingyue.connectors.typeset.setter import Missing, Unprintable, pdf

__all__ = ["Missing", "Unprintable", "pdf"]
