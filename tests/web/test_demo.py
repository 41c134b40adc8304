from __future__ import annotations

import pytest
from django.test import Client

from mingyue.web import demo
from mingyue.web.people.roles import TITLES
from mingyue.web.rounds.models import Round
from mingyue.web.signoff import approvals
from mingyue.web.store.models import Project


@pytest.mark.django_db
def test_the_demo_has_a_purchase_in_each_stage_and_a_sign_in_for_each_role() -> None:
    told = demo.fill()
    assert {each.title for each in told} >= set(TITLES.values())
    assert list(Project.objects.order_by("pk").values_list("phase", flat=True)) == [
        "performance",
        "review",
        "preparation",
    ]
    under_review = Project.objects.get(phase="review")
    checked = Round.objects.get(draft__project=under_review)
    assert (checked.state, checked.fault) == ("done", "")
    assert checked.items.count() > 30
    request = under_review.approvals.get()
    assert approvals.state(request, approvals.current(under_review)) == "pending"
    assert [each.by.name for each in request.decisions.all()] == ["赵倩"]
    for each in told:
        client = Client()
        assert client.login(username=each.email, password=each.password), each.title
        page = client.get("/").content.decode()
        assert ("审批：" in page) == (each.title == "法务")
        assert (under_review.title in page) == (each.title != "供应商")


@pytest.mark.django_db
def test_the_demo_fills_only_an_empty_workspace() -> None:
    Project.objects.create(title="已有项目")
    with pytest.raises(ValueError, match="not empty"):
        demo.fill()
