"""Recording an event: pick its kind, fill in its form, look at what would change, confirm."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web.clock import now, today
from mingyue.web.ledger_view import evidence, history, opening
from mingyue.web.ledger_view.look import Look, look
from mingyue.web.ledger_view.recording import preview
from mingyue.web.ledger_view.recording.form import EventForm
from mingyue.web.ledger_view.recording.kinds import GROUPS
from mingyue.web.page import Page, Visit
from mingyue.web.store.books import record as keep
from mingyue.web.store.models import Evidence, Project

_FOLDER = "pages/performance/record"


def kinds(visit: Visit) -> HttpResponse:
    """The kinds that can be recorded, in groups."""
    known = api.event_kinds()
    groups = [(_(head), [(name, known[name].title) for name in names]) for head, names in GROUPS.items()]
    return visit.render(f"{_FOLDER}/kinds.html", opening.shell(visit, look({}, today=today()), "record", groups=groups))


@dataclass(slots=True)
class _Sent:
    """A form on its way: the form, the files that came with it, what it would change."""

    form: EventForm
    files: tuple[Evidence, ...] = ()
    effects: tuple[preview.Effect, ...] | None = None


@opening.with_position
def view(visit: Visit, asked: Look, position: api.Position, kind: str) -> HttpResponse:
    """The form of a kind; sent, it is shown with what it would change; confirmed, it is recorded."""
    if kind not in api.event_kinds():
        raise Http404
    of = None
    if kind == "correction":
        of = history.effective(visit.purchase, visit.request.GET.get("of", ""))
        if of is None:
            return HttpResponseRedirect(reverse("history", kwargs={"slug": visit.purchase.slug}))
    if visit.request.method != "POST":
        given = {name: value for name, value in visit.request.GET.items() if value}
        sent = _Sent(EventForm(kind, position, of=of, given=given if of else {"day": today(), **given}))
        return _page(visit, asked, sent)
    form = EventForm(kind, position, visit.request.POST, of=of)
    sent = _Sent(form, evidence.chosen(visit.purchase, visit.request.POST.getlist("kept")))
    fits = form.is_valid()
    if not _take_files(visit, sent) or not fits or not _checked(visit, sent):
        return _page(visit, asked, sent, status=422)
    return _finish(visit, asked, sent)


def _take_files(visit: Visit, sent: _Sent) -> bool:
    """Keeps the files: a browser cannot send them a second time with the confirmation."""
    uploads = visit.request.FILES.getlist("files")
    if uploads:
        visit.count("upload")
    try:
        fresh = evidence.taken(visit.purchase, uploads, by=visit.user)
    except UserError as error:
        sent.form.add_error(None, str(error))
        return False
    sent.files = tuple({each.sha256: each for each in (*sent.files, *fresh)}.values())
    if sent.form.kind == "evidence" and len(sent.files) != 1:
        sent.form.add_error(None, _("请选择一个文件：一条证据记录对应一个文件，散列值由程序计算。"))
        return False
    return True


def _entry(sent: _Sent) -> api.Entry:
    form, files = sent.form, sent.files
    data = form.told()
    if form.kind == "evidence":
        data |= {"sha256": files[0].sha256, "filename": files[0].name}
    note = form.cleaned_data.get("remark") or None
    proofs = tuple(each.sha256 for each in files)
    return api.Entry(
        form.kind, form.recorded_as(today()), data, key=form.cleaned_data["key"], note=note, evidence=proofs
    )


def _checked(visit: Visit, sent: _Sent) -> bool:
    """Whether the event fits the contract and what was recorded before; if so, `sent` knows what it would change."""
    names = {name: str(field.label) for name, field in sent.form.fields.items()}
    try:
        sent.effects = preview.effects(visit.purchase, _entry(sent), by=visit.user.name, now=now(), as_of=today())
    except UserError as error:
        name, sentence = preview.field_of(error, names)
        sent.form.add_error(name, sentence)
        return False
    return True


def _finish(visit: Visit, asked: Look, sent: _Sent) -> HttpResponse:
    if visit.request.POST.get("step") != "confirm":
        return _page(visit, asked, sent)
    try:
        lines = keep(visit.purchase, [_entry(sent)], by=visit.user.name, now=now())
    except UserError as error:
        sent.form.add_error(None, str(error))
        return _page(visit, asked, sent, status=422)
    line = lines[0]
    visit.note("ledger.record", f"E{line.seq} {line.kind}")
    title = api.event_kinds()[line.kind].title
    messages.success(visit.request, _("已记录 E%(seq)s %(title)s。") % {"seq": line.seq, "title": title})
    return HttpResponseRedirect(f"{reverse('history', kwargs={'slug': visit.purchase.slug})}#E{line.seq}")


def _page(visit: Visit, asked: Look, sent: _Sent, *, status: int = 200) -> HttpResponse:
    values = opening.shell(
        visit,
        asked,
        "record",
        form=sent.form,
        files=sent.files,
        effects=sent.effects,
        title=api.event_kinds()[sent.form.kind].title,
        can_upload=True,
    )
    return visit.render(f"{_FOLDER}/template.html", values, status=status)


def sample(project: Project) -> dict[str, object]:  # noqa: ARG001 (every project has it)
    """A kind of event, for the tests that walk all pages."""
    return {"kind": "minutes"}


PAGES = (
    Page("projects/<slug:slug>/ledger/record/", "record", "ledger.record", kinds),
    Page(
        "projects/<slug:slug>/ledger/record/<slug:kind>/", "record_kind", "ledger.record", view, write="ledger.record"
    ),
)
