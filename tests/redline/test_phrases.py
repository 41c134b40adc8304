"""Changes between two sentences are whole phrases."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingyue.redline.phrases import KEPT_END, KEPT_RUN, Edit, apply, edits, overlap, resumption

_PHRASES = st.sampled_from(
    [
        "甲方", "乙方", "应当在", "15个工作日内", "30日", "支付违约金", "合同总价的0.5%", "0.05%", "，", "。", "；", "的", "有权", "V6.2.0",
        "CRM系统", "AES-256", "1,286,000.00元", "逾期", "三十日", "千分之三", "不得", "由双方协商解决", "著作权归", "数据", "\n", " ", "：", "（", "）",
    ]
)  # fmt: skip
_TEXTS = st.lists(_PHRASES, max_size=30).map("".join) | st.text(alphabet="甲乙方的，。0.5%a一", max_size=40)
_INSIDE = re.compile(r"[0-9A-Za-z]\Z")
_INSIDE_NEXT = re.compile(r"[0-9A-Za-z]")


def marked(before: str, after: str) -> str:
    """Both texts in one: [-old-]{+new+}."""
    parts, at = [], 0
    for edit in edits(before, after):
        old = before[edit.start : edit.end]
        parts += [before[at : edit.start], f"[-{old}-]" if old else "", f"{{+{edit.text}+}}" if edit.text else ""]
        at = edit.end
    return "".join([*parts, before[at:]])


def _cuts(text: str, at: int) -> bool:
    """Whether a place lies inside a number or a Latin word."""
    before, behind = text[:at], text[at:]
    return bool(
        (_INSIDE.search(before) and _INSIDE_NEXT.match(behind))
        or (re.search(r"\d[.,]\Z", before) and re.match(r"\d", behind))
        or (re.search(r"\d\Z", before) and re.match(r"[.,]\d|[%‰]", behind))
    )


@given(_TEXTS, _TEXTS)
def test_applying_the_edits_gives_the_new_text(before: str, after: str) -> None:
    assert apply(before, edits(before, after)) == after


@given(_TEXTS)
def test_the_same_text_has_no_edits(text: str) -> None:
    assert edits(text, text) == []


@given(_TEXTS, _TEXTS)
def test_no_edit_cuts_a_number_or_a_word(before: str, after: str) -> None:
    shift = 0
    for edit in edits(before, after):
        assert not _cuts(before, edit.start)
        assert not _cuts(before, edit.end)
        assert not _cuts(after, edit.start + shift)
        shift += len(edit.text) - (edit.end - edit.start)
        assert not _cuts(after, edit.end + shift)


@given(_TEXTS, _TEXTS)
@settings(max_examples=300)
def test_what_is_kept_is_long_enough_to_read(before: str, after: str) -> None:
    found = edits(before, after)
    if not found:
        return
    for left, right in pairwise(found):
        assert right.start - left.end >= KEPT_RUN
    head, tail = before[: found[0].start], before[found[-1].end :]
    assert not head or len(head) >= KEPT_END
    assert not tail or len(tail) >= KEPT_END or not tail.isalnum()


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("按应付金额的0.5%支付违约金", "按应付金额的0.05%支付违约金", "按应付金额的[-0.5%-]{+0.05%+}支付违约金"),
        (
            "收到申请之日起5天内提出异议",
            "收到申请之日起5个工作日内提出异议",
            "收到申请之日起5[-天-]{+个工作日+}内提出异议",
        ),
        ("收到申请之日起3日内提出异议", "收到申请之日起15日内提出异议", "收到申请之日起[-3-]{+15+}日内提出异议"),
        ("本软件版本号V6.2.0由乙方交付", "本软件版本号V6.3.1由乙方交付", "本软件版本号[-V6.2.0-]{+V6.3.1+}由乙方交付"),
        (
            "根据《中华人民共和国合同法》及有关规定",
            "根据《中华人民共和国民法典》及有关规定",
            "根据《中华人民共和国[-合同法-]{+民法典+}》及有关规定",
        ),
        (
            "甲方逾期付款的，应当支付违约金",
            "甲方逾期付款的，经乙方书面催告后仍未支付的，应当支付违约金",
            "甲方逾期付款的，{+经乙方书面催告后仍未支付的，+}应当支付违约金",
        ),
    ],
)
def test_changes_read_as_a_person_would_make_them(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("本合同的最终解释权归乙方所有", "双方对条款理解不一致的，按照公平原则确定各方的权利"),
        ("乙方有权随时停止服务，甲方无权提出异议", "未经甲方同意，乙方不得中断服务；确需维护的，提前三日通知"),
    ],
)
def test_a_rewritten_sentence_is_replaced_whole(before: str, after: str) -> None:
    assert edits(before, after) == [Edit(0, len(before), after)]


def test_a_word_is_not_split_at_a_shared_character() -> None:
    assert marked("乙方应当承担违约金", "乙方应当承担违约责任") == "乙方应当承担[-违约金-]{+违约责任+}"


def test_the_clause_that_opens_alike_is_found() -> None:
    before = "每逾期一日，支付0.02%的违约金，违约金累计不超过合同总价的5%"
    assert before[resumption(before, "违约金累计达到合同总价30%的，甲方有权解除合同") :].startswith("违约金累计不")
    assert resumption(before, "乙方应当赔偿全部损失") == 0
    assert resumption(before, "") == 0


def test_overlap_is_the_share_said_again() -> None:
    assert overlap("双方协商解决；", "争议由双方协商解决，协商不成的起诉") == 1.0
    assert overlap("甲方付款", "不可抗力") == 0.0
    assert overlap("。", "不可抗力") == 0.0


def test_long_texts_take_bounded_time() -> None:
    before, after = "甲方应当按照约定付款。" * 3000, "乙方应当按照要求交付；" * 3000
    begun = time.perf_counter()
    assert apply(before, edits(before, after)) == after
    assert time.perf_counter() - begun < 2
