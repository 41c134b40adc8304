"""PDF drafts with a text layer."""

from mingyue.connectors.pdf.isolate import read

__all__ = ["read"]
