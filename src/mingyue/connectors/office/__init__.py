"""Older word-processor files through LibreOffice."""

from mingyue.connectors.office.convert import to_docx

__all__ = ["to_docx"]
