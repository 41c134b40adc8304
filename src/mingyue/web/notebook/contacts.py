"""The contacts of a project: those that people wrote down, and those that the contract names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.ledger_view.filters import choice, contains
from mingyue.web.ledger_view.sheet import Cell, Column, Sheet, cells
from mingyue.web.notebook.models import SIDES, Contact
from mingyue.web.store.models import Project


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # Django takes no argument when it runs
    """A contact."""

    class Meta:
        """All that people type."""

        model = Contact
        fields = ("side", "name", "role", "phone", "email", "note")


@dataclass(frozen=True, slots=True)
class Person:
    """A contact of either origin; pk: of one that can be changed."""

    side: str
    name: str
    role: str
    phone: str
    email: str
    note: str
    pk: int | None = None


def people(project: Project, terms: api.Contract | None, asked: Mapping[str, str]) -> list[Person]:
    """Those that the filters let through: the contract's own first."""
    side = choice(asked, "side", "", dict(SIDES)).value
    found = [*_named(terms), *(_person(each) for each in Contact.objects.filter(project=project, gone=None))]
    return [
        each
        for each in found
        if (not side or each.side == side)
        and contains(asked.get("q", ""), each.name, each.role, each.phone, each.email, each.note)
    ]


def _person(each: Contact) -> Person:
    return Person(each.side, each.name, each.role, each.phone, each.email, each.note, each.pk)


def _named(terms: api.Contract | None) -> list[Person]:
    if terms is None:
        return []
    found = []
    for side, party in (("buyer", terms.parties.buyer), ("vendor", terms.parties.vendor)):
        if party.contact:
            found.append(
                Person(side, party.contact, _("项目联系人"), party.phone or "", party.email or "", _("写在合同里"))
            )
    known = {(each.side, each.name) for each in found}
    team = [each for each in terms.implementation_schedule.team if ("vendor", each.name) not in known]
    return found + [Person("vendor", each.name, each.role, "", "", _("写在合同里：实施团队")) for each in team]


def sheet(found: list[Person], edit: Mapping[int, str]) -> Sheet:
    """The contacts as a table. edit: pk -> where it is changed; empty for those who may not."""
    columns: tuple[Column, ...] = (
        Column(_("姓名")),
        Column(_("哪一方")),
        Column(_("职务和负责的事")),
        Column(_("电话")),
        Column(_("邮箱")),
    )
    columns += (Column(_("备注")), Column(_("修改"), act=True))
    words = dict(SIDES)
    rows = []
    for each in found:
        href = edit.get(each.pk, "") if each.pk else ""
        phone = Cell(each.phone, href=f"tel:{each.phone.replace(' ', '')}" if each.phone else "")
        mail = Cell(each.email, href=f"mailto:{each.email}" if each.email else "")
        act = Cell(_("修改") if href else "", href=href)
        rows.append(cells(each.name, _(words[each.side]), each.role, phone, mail, each.note, act))
    return Sheet("contacts", _("联系人"), columns, tuple(rows), _("还没有联系人。"))


def remove(project: Project, pk: int, *, now: datetime) -> Contact | None:
    """Hides a contact; None where there is none."""
    found = Contact.objects.filter(project=project, pk=pk, gone=None).first()
    if found is not None:
        found.gone = now
        found.save(update_fields=["gone"])
    return found


def restore(project: Project, pk: int) -> Contact | None:
    """Brings a hidden contact back."""
    found = Contact.objects.filter(project=project, pk=pk).exclude(gone=None).first()
    if found is not None:
        found.gone = None
        found.save(update_fields=["gone"])
    return found
