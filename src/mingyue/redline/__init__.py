"""Findings become tracked changes and comments: a plan of revisions as values, carried out by the Word connector."""

from __future__ import annotations

from mingyue.redline.planning import plan
from mingyue.redline.preview import preview
from mingyue.redline.revision import Revision

__all__ = ["Revision", "plan", "preview"]
