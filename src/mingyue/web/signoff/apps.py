"""The app of approvals and signatures."""

from __future__ import annotations

from django.apps import AppConfig


class SignoffConfig(AppConfig):
    """Approval rules and requests, acceptance reports, documents and who signed them."""

    name = "mingyue.web.signoff"
    label = "signoff"
    verbose_name = "审批与签署"
