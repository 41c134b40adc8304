"""Signing a document inside the workspace, and what follows once both sides have: evidence, and the event in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web.people.models import User
from mingyue.web.signoff import keys
from mingyue.web.signoff.models import Document, PersonalKey, Signing
from mingyue.web.signoff.models.document import SIDES
from mingyue.web.store import files
from mingyue.web.store.models import Project

Then = Callable[[Document, str], None]
"""What follows a signature of a side; it may refuse."""

UNDER = {"contract": "{}（盖章）", "report": "{}签字、盖章"}
"""The words under which a side's signature shows."""


class DocumentError(UserError):
    """A document that is not signed; the message says why and the mend."""


def sign(document: Document, side: str, *, by: User, password: str, now: datetime, then: Then) -> Signing:
    """Signs for a side with the person's own key, which their password opens, and keeps the PDF as evidence.

    then: what follows, in the same transaction: it may refuse, and nothing has happened. The password was checked by the caller.
    Raises DocumentError, SigningError (no time-stamp: nothing is signed), FileError, and what `then` raises.
    """
    _open(document, side)
    data = files.content(document.current)
    signed, key = _signed(document, side, data, by=by, password=password, now=now)
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=document.project_id)  # nobody changes the terms in the meantime
        held = Document.objects.select_for_update().get(pk=document.pk)
        _open(held, side)
        if held.current_id != document.current_id:
            raise DocumentError(_("对方刚刚也签了：请刷新页面，再签一次。"))
        done = _done_name(held, side)
        held.current = files.keep(held.project, done, signed, by=by)
        held.save(update_fields=["current"])
        signing = Signing.objects.create(
            document=held, side=side, by=by, at=now, key=key, time_stamped=bool(settings.TSA_URL)
        )
        then(held, side)
    return signing


def _open(document: Document, side: str) -> None:
    if document.withdrawn:
        raise DocumentError(_("这份文件已经撤回，不能再签。"))
    if document.signings.filter(side=side).exists():
        raise DocumentError(_("%(side)s已经签署过了。") % {"side": SIDES[side]})


def _done_name(document: Document, side: str) -> str:
    both = document.signings.exists()
    return f"{document.title}（{_('双方') if both else SIDES[side]}{_('已签')}）.pdf"


def _signed(
    document: Document, side: str, data: bytes, *, by: User, password: str, now: datetime
) -> tuple[bytes, PersonalKey]:
    organisation = getattr(document, side)

    def attempt(key: PersonalKey) -> tuple[bytes, PersonalKey]:
        made = api.sign_pdf(
            data,
            keys.usable(key),
            passphrase=password,
            now=now,
            field=side,
            reason=document.title,
            time_stamps=settings.TSA_URL,
            shown=(by.name, organisation),
            under=UNDER[document.kind].format(SIDES[side]),
        )
        return made, key

    known = keys.kept_key(by, organisation, now=now)
    if known is not None:
        try:
            return attempt(known)
        except api.WrongPassphrase:  # the password was changed since the key was made
            pass
    return attempt(keys.new_key(by, organisation, password, now=now))


def complete(document: Document) -> bool:
    """Whether both sides have signed."""
    return document.signings.count() == len(SIDES)


def check(data: bytes, *, now: datetime) -> Sequence[api.PdfSignature]:
    """The signatures in a PDF, judged by the roots of this workspace and of the time-stamp service. Raises SigningError."""
    return api.verify_pdf(data, roots=keys.roots(), stamp_roots=keys.stamp_roots(), now=now)
