from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mingyue import api
from mingyue.web import clock
from mingyue.web.people.models import User
from mingyue.web.people.roles import Role
from mingyue.web.rounds import checking, deciding, files, jobs, standing, storage, upload
from mingyue.web.rounds.models import Decision, Item, Round
from mingyue.web.store.models import Project

Files = Callable[..., SimpleUploadedFile]


def _item(round_: Round) -> Item:
    """The first finding that quotes words."""
    found = next(item for item in round_.items.all() if item.quote)
    return round_.items.select_related("round__draft__project").get(pk=found.pk)


def test_a_round_holds_text_findings_and_what_was_read(first: Round) -> None:
    document = api.read_document(storage.content(first.draft.project_id, first.file), first.name)
    assert first.text == document.text
    assert first.result["clauses"].keys() == set(list(api.families())[:12])
    assert first.items.count() > 30
    for item in first.items.all():
        span = item.body["span"]
        assert span is None or first.text[span["start"] : span["end"]] == item.quote
    first.draft.refresh_from_db()
    assert first.draft.newest == 1
    assert first.done == first.total > 200
    assert first.marks


@pytest.mark.parametrize(
    ("name", "data"), [("空.docx", b""), ("图.docx", b"\x89PNG\r\n\x1a\n0000"), ("程序.pdf", b"MZ\x90\x00\x03")]
)
def test_what_is_no_draft_is_refused_at_once(
    project: Project, lawyer: User, file: Files, name: str, data: bytes
) -> None:
    with pytest.raises(upload.UploadError, match=name):
        upload.new_draft(project, "", file(name, data), by=lawyer)
    assert not Round.objects.exists()


def test_a_file_that_is_too_large_is_refused(
    project: Project, lawyer: User, file: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "LIMIT", 1000)
    with pytest.raises(upload.UploadError, match="超过"):
        upload.new_draft(project, "", file(), by=lawyer)


def test_a_file_that_looks_right_and_is_broken_fails_with_one_sentence(
    project: Project, lawyer: User, file: Files
) -> None:
    broken = upload.new_draft(project, "", file("坏.pdf", b"%PDF-1.7\nnothing"), by=lawyer)
    broken.refresh_from_db()
    assert broken.state == "failed"
    assert "PDF" in broken.fault
    assert broken.fault.count("\n") == 0


def test_a_fault_of_ours_is_told_and_does_not_wait_for_ever(
    project: Project, lawyer: User, file: Files, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(api, "check", broken, raising=False)
    made = upload.new_draft(project, "", file(), by=lawyer)
    made.refresh_from_db()
    assert made.state == "failed"
    assert "内部错误" in made.fault
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()


def test_after_a_restart_a_round_is_taken_up_again(first: Round) -> None:
    first.items.all().delete()
    Round.objects.filter(pk=first.pk).update(state="running", lease=clock.now() - timedelta(seconds=1))
    jobs.take_up()
    first.refresh_from_db()
    assert first.state == "done"
    assert first.items.exists()
    assert first.tries == 2


def test_a_round_that_a_worker_holds_or_that_is_done_is_left_alone(first: Round) -> None:
    checking.check(first.pk)
    first.refresh_from_db()
    assert first.tries == 1
    Round.objects.filter(pk=first.pk).update(state="running", lease=clock.now() + timedelta(seconds=60))
    jobs.take_up()
    checking.check(first.pk)
    first.refresh_from_db()
    assert (first.state, first.tries) == ("running", 1)


def test_a_file_that_kills_its_workers_is_given_up(first: Round) -> None:
    Round.objects.filter(pk=first.pk).update(state="running", tries=3, lease=clock.now() - timedelta(seconds=1))
    jobs.take_up()
    first.refresh_from_db()
    assert first.state == "failed"
    assert "中断了 3 次" in first.fault
    first.items.all().delete()
    upload.again(first)
    first.refresh_from_db()
    assert (first.state, first.tries) == ("done", 1)


def test_a_decision_needs_its_words_and_can_be_taken_back(first: Round, lawyer: User) -> None:
    item = _item(first)
    for decision in (Decision.EDITED, Decision.WAIVED, Decision.REFUSED):
        with pytest.raises(deciding.DecisionError):
            deciding.decide(item, decision, wording="  ", reason="\n", by=lawyer)
    with pytest.raises(deciding.DecisionError, match="4000"):
        deciding.decide(item, Decision.WAIVED, reason="长" * 4001, by=lawyer)
    deciding.decide(item, Decision.WAIVED, reason="金额很小", by=lawyer)
    item.refresh_from_db()
    assert (item.decision, item.reason, item.decided_by) == ("waived", "金额很小", lawyer)
    deciding.decide(item, Decision.OPEN, by=lawyer)
    item.refresh_from_db()
    assert (item.decision, item.reason, item.decided, item.decided_by) == ("open", "", None, None)


def test_a_finding_is_given_to_people_of_the_buyer_alone(
    first: Round, lawyer: User, person: Callable[..., User]
) -> None:
    item = _item(first)
    vendor, auditor = person(Role.VENDOR, first.draft.project), person(Role.AUDITOR, first.draft.project)
    stranger = person(Role.BUSINESS, Project.objects.create(title="别的项目"))
    for other in (vendor, auditor, stranger):
        with pytest.raises(deciding.DecisionError):
            deciding.assign(item, str(other.pk), by=lawyer)
    for nonsense in ("x", "-1", "²", "0"):
        with pytest.raises(deciding.DecisionError):
            deciding.assign(item, nonsense, by=lawyer)
    everywhere = person(Role.PROCUREMENT, email="all@example.com")
    deciding.assign(item, str(everywhere.pk), by=lawyer)
    assert [each.pk for each in standing.given_to(everywhere)] == [item.pk]
    everywhere.memberships.all().delete()
    assert not standing.given_to(everywhere)


def test_only_accepted_and_edited_fixes_are_in_the_redline_and_the_clean_copy(first: Round, lawyer: User) -> None:
    accepted, edited, waived = [
        item
        for item in first.items.select_related("round__draft")
        if item.quote and item.body["fix"] and item.body["fix"]["action"] == "replace"
    ][:3]
    with pytest.raises(files.NotMadeError, match="采纳"):
        files.make(first, "redline", author="法务", now=clock.now())
    deciding.decide(accepted, Decision.ACCEPTED, by=lawyer)
    deciding.decide(edited, Decision.EDITED, wording="本项由双方另行书面约定。\n逾期视为同意。", by=lawyer)
    deciding.decide(waived, Decision.WAIVED, reason="可以接受", by=lawyer)
    redline = files.make(first, "redline", author="法务 张三", now=clock.now())
    clean = files.make(first, "clean", author="法务 张三", now=clock.now())
    texts = [api.read_document(made.data, "x.docx").text for made in (redline, clean)]
    assert texts[0] == texts[1]
    assert "本项由双方另行书面约定。" in texts[0]
    assert "逾期视为同意。" in texts[0]
    assert waived.quote in texts[0]
    assert accepted.quote not in texts[0]
    changed = sum(line not in first.text for line in texts[0].split("\n"))
    assert 2 <= changed <= 8
    report = files.make(first, "report", author="", now=clock.now()).data.decode()
    assert "可以接受" in report


def test_the_next_round_tells_what_was_met_what_is_still_there_and_what_is_new(
    first: Round, lawyer: User, file: Files, changed: bytes
) -> None:
    waived = _item(first)
    fate = {item.pk: item for item in first.items.all()}
    for item in first.items.select_related("round__draft"):
        if item.number % 2 == 0:
            deciding.assign(
                Item.objects.select_related("round__draft__project").get(pk=item.pk), str(lawyer.pk), by=lawyer
            )
    even = next(item for item in first.items.select_related("round__draft") if item.number % 2 == 0 and item.quote)
    first.draft.refresh_from_db()
    deciding.decide(even, Decision.WAIVED, reason="可以接受", by=lawyer)
    second = upload.next_round(first.draft, file("第二轮.docx", changed), by=lawyer)
    second.refresh_from_db()
    assert (second.number, second.state) == (2, "done")
    items = list(second.items.all())
    still = [item for item in items if item.earlier_id]
    met = len(fate) - len(still)
    assert met > len(fate) // 3
    assert len(still) > len(fate) // 3
    assert all(item.rule == fate[item.earlier_id].rule for item in still)
    assert all(
        item.assignee_id == fate_of.assignee_id for item in still if (fate_of := Item.objects.get(pk=item.earlier_id))
    )
    carried = Item.objects.get(round=second, earlier=even)
    assert (carried.decision, carried.reason) == ("waived", "可以接受")
    with pytest.raises(deciding.DecisionError, match="最新一轮"):
        deciding.decide(Item.objects.select_related("round__draft").get(pk=waived.pk), Decision.ACCEPTED, by=lawyer)


def test_the_same_file_is_no_next_round_and_one_waits_for_the_other(
    first: Round, lawyer: User, file: Files, changed: bytes
) -> None:
    with pytest.raises(upload.UploadError, match="完全相同"):
        upload.next_round(first.draft, file(), by=lawyer)
    Round.objects.filter(pk=first.pk).update(state="running")
    with pytest.raises(upload.UploadError, match="还在检查"):
        upload.next_round(first.draft, file("2.docx", changed), by=lawyer)
    assert Round.objects.count() == 1


def test_a_draft_that_is_no_word_file_has_a_report_and_no_redline(project: Project, lawyer: User, file: Files) -> None:
    made = upload.new_draft(
        project,
        "",
        file("合同.txt", "软件采购合同\n第一条 乙方不承担任何责任。\n第二条 本合同最终解释权归乙方所有。"),
        by=lawyer,
    )
    made.refresh_from_db()
    assert (made.state, made.word, made.draft.title) == ("done", "", "合同")
    assert b"<html" in files.make(made, "report", author="", now=clock.now()).data
    with pytest.raises(files.NotMadeError, match="不是 Word"):
        files.make(made, "clean", author="", now=clock.now())


def test_a_file_that_was_altered_on_the_disk_is_not_handed_out(first: Round, settings: object) -> None:
    path = settings.MEDIA_ROOT / "drafts" / str(first.draft.project_id) / first.file
    path.write_bytes(b"other")
    with pytest.raises(storage.DraftFileError, match="被改动过"):
        files.make(first, "original", author="", now=clock.now())
    path.unlink()
    with pytest.raises(storage.DraftFileError, match="不见了"):
        files.make(first, "original", author="", now=clock.now())
