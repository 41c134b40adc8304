"""Documents that both sides sign: the contract, acceptance reports."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from mingyue.web.signoff.models.keys import PersonalKey
from mingyue.web.store.models import Evidence, Project, TermsVersion

SIDES = {"buyer": "甲方", "vendor": "乙方"}


class Document(models.Model):
    """A PDF to be signed by both sides. `current` is the PDF with the signatures so far; every state of it stays as evidence.

    terms_version: the terms it says, for a contract. seq: of the event in the ledger that it proves, once recorded.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=8, choices=[("contract", "合同"), ("report", "验收报告")])
    title = models.CharField(max_length=200)
    original = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    current = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    terms_version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, null=True, related_name="+")
    buyer = models.CharField(max_length=120)
    vendor = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True)
    seq = models.PositiveIntegerField(null=True)

    class Meta:
        """One contract is being signed at a time; asked for by what is not in the ledger yet."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["seq", "kind"], name="document_open")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(kind="contract", withdrawn=None), name="one_contract_to_sign"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Signing(models.Model):
    """One side signed. time_stamped: with the time of an RFC 3161 service."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="signings")
    side = models.CharField(max_length=8, choices=list(SIDES.items()))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.ForeignKey(PersonalKey, on_delete=models.PROTECT, related_name="+")
    time_stamped = models.BooleanField()

    class Meta:
        """Each side signs once."""

        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "side"], name="side_signs_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.side}"
