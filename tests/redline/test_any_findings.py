"""Whatever the findings are, the plan is one that can be carried out."""

from __future__ import annotations

from drafts import draft, review
from hypothesis import given, settings
from hypothesis import strategies as st

from mingyue.redline import plan, preview
from mingyue.redline.revision import in_order
from mingyue.review.finding import FAMILIES, SEVERITIES, WHOLE, Finding, Fix

DRAFT = draft(
    "采购合同", "甲方：青禾公司", "乙方：蓝图公司", "双方达成如下协议：",
    ("第一条", "付款方式"), ("（一）", "甲方按下列方式付款："), ("1.", "签订后支付50%；"), ("2.", "验收后支付50%。"), "阶段 | 金额 | 说明。共二期", "一期 | 100元 | 先付",
    ("第二条", "违约责任"), ("（一）", "乙方逾期的，每日支付0.02%。甲方逾期的，每日支付0.5%；双方另议！"), ("（二）", "乙方概不负责。"),
    "第三条 知识产权：成果归乙方。", "3.1 甲方可以使用。", "3.2 乙方可以停用，不必通知。", "", "第四条 其他", "1. 一式两份。", "甲方（盖章）：", "附件一 清单", "1. 报表。",
    "^脚注：差旅另计。",
)  # fmt: skip
SIZE = len(DRAFT.text)
_TEXTS = st.sampled_from(
    [
        "乙方应当赔偿损失。",
        "甲方分期付款：\n\n第一期30%；\n\n第二期70%。",
        "乙方概不负责",
        "每日支付0.1%",
        "有下列情形的：",
        "双方达成如下协议",
        "",
    ]
)


@st.composite
def findings(make: st.DrawFn) -> Finding:
    start = make(st.integers(0, SIZE - 1))
    span = make(st.none() | st.integers(start + 1, min(start + 60, SIZE)).map(lambda end: DRAFT.span(start, end)))
    action = make(st.sampled_from(["replace", "insert", "delete", "comment"]))
    fix = make(st.none() | _TEXTS.map(lambda text: Fix(action, text)))
    family, severity = make(st.sampled_from([*FAMILIES, WHOLE])), make(st.sampled_from(SEVERITIES))
    title = make(st.sampled_from("一二三四五六"))
    return Finding(f"{family}/{title}", "other", family, severity, title, span, ("民法典:585",), fix, "理由。")


@given(st.lists(findings(), max_size=8))
@settings(max_examples=60, deadline=None)
def test_the_plan_can_be_carried_out(found: list[Finding]) -> None:
    revisions = plan(review(DRAFT, *found))
    assert in_order(revisions, SIZE) == revisions
    preview(DRAFT, revisions)


@given(st.lists(findings(), max_size=8))
@settings(max_examples=40, deadline=None)
def test_every_finding_is_answered(found: list[Finding]) -> None:
    said = "\n".join(revision.comment for revision in plan(review(DRAFT, *found)))
    assert [finding.title for finding in found if f"】{finding.title}\n" not in said] == []


@given(st.lists(findings(), max_size=8))
@settings(max_examples=10, deadline=None)
def test_the_same_review_gives_the_same_plan(found: list[Finding]) -> None:
    assert plan(review(DRAFT, *found)) == plan(review(DRAFT, *found))
