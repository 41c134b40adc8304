"""What is stored of a project, and what is computed from it (projections, that can be made anew at any time)."""

from mingyue.web.store.models.ledger import EventLine, Evidence, TermsVersion
from mingyue.web.store.models.project import PHASES, Project
from mingyue.web.store.models.projection import DueItem, Snapshot, Standing

__all__ = ["PHASES", "DueItem", "EventLine", "Evidence", "Project", "Snapshot", "Standing", "TermsVersion"]
