"""The contacts of both sides: those of the contract, and those that people wrote down."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web.clock import now, today
from mingyue.web.ledger_view import download, opening
from mingyue.web.ledger_view.filters import choice
from mingyue.web.ledger_view.look import look
from mingyue.web.notebook import contacts
from mingyue.web.notebook.contacts import ContactForm
from mingyue.web.notebook.models import SIDES, Contact
from mingyue.web.page import Page, Visit
from mingyue.web.store.books import NoTermsError, terms_text
from mingyue.web.store.models import Project

_FOLDER = "pages/performance/contacts"


def view(visit: Visit) -> HttpResponse:
    """The list, and the form of a new one."""
    project, given = visit.purchase, visit.request.GET.dict()
    form = ContactForm(visit.request.POST or None, prefix="c")
    if visit.request.method == "POST" and form.is_valid():
        form.instance.project = project
        return _saved(visit, form)
    found = contacts.people(project, _terms(project), given)
    edit = {each.pk: _address(project, each.pk) for each in found if each.pk} if visit.may("notes.write") else {}
    sheet = contacts.sheet(found, edit)
    if (file := download.file_of(visit, (sheet,))) is not None:
        return file
    choices = (choice(given, "side", _("哪一方"), dict(SIDES)),)
    asked = look({}, today=today())
    values = opening.shell(visit, asked, "contacts", sheet=sheet, choices=choices, given=given, form=form)
    return visit.render(f"{_FOLDER}/template.html", values, status=422 if form.errors else 200)


def one(visit: Visit, pk: int) -> HttpResponse:
    """One contact: changed, hidden, brought back."""
    kept = Contact.objects.filter(project=visit.purchase, pk=pk).first()
    if kept is None:
        raise Http404
    step = visit.request.POST.get("step")
    if step in {"remove", "restore"}:
        return _moved(visit, pk, step)
    form = ContactForm(visit.request.POST or None, instance=kept, prefix="c")
    if visit.request.method == "POST" and form.is_valid():
        return _saved(visit, form)
    values = opening.shell(visit, look({}, today=today()), "contacts", form=form, kept=kept)
    return visit.render(f"{_FOLDER}/one.html", values, status=422 if form.errors else 200)


def _saved(visit: Visit, form: ContactForm) -> HttpResponse:
    kept = form.save()
    visit.note("contact.save", kept.name)
    messages.success(visit.request, _("已保存联系人 %(name)s。") % {"name": kept.name})
    return HttpResponseRedirect(reverse("contacts", kwargs={"slug": visit.purchase.slug}))


def _moved(visit: Visit, pk: int, step: str) -> HttpResponse:
    """Hidden or brought back; a hidden one still has its page, with the way back."""
    project = visit.purchase
    kept = contacts.remove(project, pk, now=now()) if step == "remove" else contacts.restore(project, pk)
    if kept is not None:
        visit.note(f"contact.{step}", kept.name)
        said = _("已移出联系人 %(name)s，可以在这里恢复。") if step == "remove" else _("已恢复联系人 %(name)s。")
        messages.success(visit.request, said % {"name": kept.name})
    return HttpResponseRedirect(_address(project, pk))


def _address(project: Project, pk: int) -> str:
    return reverse("contact", kwargs={"slug": project.slug, "pk": pk})


def _terms(project: Project) -> api.Contract | None:
    """The contract as it was signed; None where there is none that can be read."""
    try:
        return api.read_terms(terms_text(project))
    except (NoTermsError, UserError):
        return None


def sample(project: Project) -> dict[str, object]:
    """A contact, for the tests that walk all pages."""
    return {"pk": Contact.objects.get_or_create(project=project, side="vendor", name="样例")[0].pk}


_LIST = "projects/<slug:slug>/contacts/"
PAGES = (
    Page(_LIST, "contacts", "notes.see", view, write="notes.write", under="ledger"),
    Page(f"{_LIST}<int:pk>/", "contact", "notes.write", one, write="notes.write", under="ledger"),
)
