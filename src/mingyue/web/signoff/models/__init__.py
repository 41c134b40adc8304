"""What is stored of approvals, acceptance reports, signatures and keys."""

from mingyue.web.signoff.models.approval import ApprovalRequest, ApprovalRule, Decision, Delegation
from mingyue.web.signoff.models.document import Document, Signing
from mingyue.web.signoff.models.keys import Authority, PersonalKey
from mingyue.web.signoff.models.report import Report, ReportLine

__all__ = [
    "ApprovalRequest",
    "ApprovalRule",
    "Authority",
    "Decision",
    "Delegation",
    "Document",
    "PersonalKey",
    "Report",
    "ReportLine",
    "Signing",
]
