"""The front door of a draft: what a file is, judged by its bytes."""

from mingyue.connectors.sniff.kinds import MAX_FILE_BYTES, Kind, check_size, kind_of

__all__ = ["MAX_FILE_BYTES", "Kind", "check_size", "kind_of"]
