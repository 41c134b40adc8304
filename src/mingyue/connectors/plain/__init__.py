"""Plain text and Markdown drafts."""

from mingyue.connectors.plain.reader import read

__all__ = ["read"]
