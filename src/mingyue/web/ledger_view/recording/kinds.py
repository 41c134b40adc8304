"""The kinds of events in the groups in which people look for them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

GROUPS: Mapping[str, tuple[str, ...]] = {
    _("签署、交付和验收"): ("signed", "effective", "delivered", "accepted", "rejected", "went_live"),
    _("付款和结算"): (
        "invoice",
        "paid",
        "set_off",
        "claim_settled",
        "claim_waived",
        "loss_estimated",
        "refund",
    ),
    _("变更和补充协议"): ("change_proposed", "change_approved", "change_rejected", "change_withdrawn", "supplement"),
    _("会议、决策和承诺"): ("minutes", "decision", "commitment_recorded", "commitment_met"),
    _("问题和故障"): (
        "issue_raised",
        "issue_fixed",
        "incident_opened",
        "incident_responded",
        "incident_arrived",
        "incident_resolved",
        "availability",
        "breach_found",
        "breach_notified",
    ),
    _("实施和使用"): ("training_held", "exam_result", "site_visit", "migration_checked", "users_added"),
    _("中止、不可抗力和退出"): (
        "suspended",
        "resumed",
        "force_majeure_begun",
        "force_majeure_notified",
        "force_majeure_ended",
        "renewal_notice",
        "termination_notice",
        "data_returned",
        "accounts_closed",
        "data_wiped",
    ),
    _("证据和更正"): ("evidence", "correction"),
}
"""Heading -> kinds; a test holds them against the kinds that there are."""
