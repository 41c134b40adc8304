"""谈判底线: the defaults, what a user may change, and one clear sentence for each mistake."""

from datetime import date
from decimal import Decimal

import pytest

from mingyue.review import playbook
from mingyue.review.playbook import PlaybookError, Positions

RULES = frozenset({"ip/custom_results_to_vendor", "breach_dispute/no_forum"})


def test_the_defaults_stand_in_order_and_have_titles() -> None:
    parameters = playbook.default().parameters
    assert parameters["confidentiality_years"].preferred == 3
    for positions in parameters.values():
        assert positions.title
        assert positions.unit
        values = [positions.preferred, positions.fallback, positions.walk_away]
        assert values in (sorted(values), sorted(values, reverse=True))


def test_the_template_reads_back_to_the_defaults() -> None:
    parsed = playbook.parse(playbook.default_text(), RULES)
    assert parsed.parameters == playbook.default().parameters
    assert parsed.sha256
    assert playbook.default().sha256 is None


def test_a_users_values_lie_over_the_defaults() -> None:
    mine = playbook.parse("[parameters.confidentiality_years]\npreferred = 5", RULES)
    assert mine.parameters["confidentiality_years"] == Positions(
        Decimal(5), Decimal(2), Decimal(1), "合同终止后的保密期限", "年"
    )
    assert mine.parameters["trial_days"] == playbook.default().parameters["trial_days"]


def test_slots_are_filled_with_preferred_values() -> None:
    mine = playbook.parse(
        "[parameters.prepayment_percent]\npreferred = 20\n[parameters.late_delivery_percent_per_day]\npreferred = 0.20",
        RULES,
    )
    text = mine.text(
        "预付{prepayment_percent}%，逾期每日{late_delivery_percent_per_day}%，上限{liability_cap_percent}%，{other}"
    )
    assert text == "预付20%，逾期每日0.2%，上限100%，{other}"


def test_settings_and_waivers_are_read() -> None:
    mine = playbook.parse(
        """
        [rules."breach_dispute/no_forum"]
        severity = "low"
        fix = "由甲方所在地法院管辖。"
        [rules."ip/custom_results_to_vendor"]
        off = true
        [[waivers]]
        rule = "breach_dispute/no_forum"
        reason = "框架协议已约定"
        by = "张三"
        until = 2027-06-30
        """,
        RULES,
    )
    setting = mine.rules["breach_dispute/no_forum"]
    assert (setting.severity, setting.off, setting.fix) == ("low", False, "由甲方所在地法院管辖。")
    assert mine.rules["ip/custom_results_to_vendor"].off
    waiver = mine.waiver("breach_dispute/no_forum", "", date(2027, 6, 30))
    assert waiver is not None
    assert (waiver.reason, waiver.by, waiver.until) == ("框架协议已约定", "张三", date(2027, 6, 30))
    assert mine.waiver("breach_dispute/no_forum", "", date(2027, 7, 1)) is None
    assert mine.waiver("ip/custom_results_to_vendor", "", date(2027, 1, 1)) is None


def test_a_waiver_may_be_for_certain_words_and_without_end() -> None:
    mine = playbook.parse(
        '[[waivers]]\nrule = "breach_dispute/no_forum"\nreason = "已接受"\nby = "张三"\ncontains = "以实付款为限"',
        RULES,
    )
    assert mine.waiver("breach_dispute/no_forum", "赔偿以实付款为限", date(2099, 1, 1))
    assert mine.waiver("breach_dispute/no_forum", "赔偿以合同款为限", date(2026, 1, 1)) is None


WAIVER = '[[waivers]]\nrule = "breach_dispute/no_forum"\n'


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[parameters", "不是有效的 TOML"),
        ("[parameter.x]\npreferred = 1", "不认识的段落 [parameter]"),
        ("[parameters.no_such]\npreferred = 1", "没有名为 no_such 的参数"),
        ("[parameters]\ntrial_days = 30", "参数 trial_days 须写成 [parameters.trial_days]"),
        ('[parameters.trial_days]\npreferred = "30"', "参数 trial_days 的 preferred 须是数字"),
        ("[parameters.trial_days]\nfallback = true", "参数 trial_days 的 fallback 须是数字"),
        ("[parameters.trial_days]\npreferred = nan", "参数 trial_days 的 preferred 须是数字"),
        ("[parameters.trial_days]\nfallback = 99", "参数 trial_days：fallback 须在 preferred 与 walk_away 之间"),
        ("[parameters.trial_days]\npreffered = 40", "参数 trial_days 没有 preffered"),
        ("parameters = 3", "[parameters] 须是一个表"),
        ("rules = 3", "[rules] 须是一个表"),
        ("waivers = 3", "waivers"),
        ('[rules."ip/no_such"]\noff = true', "没有名为 ip/no_such 的规则"),
        ('[rules]\n"breach_dispute/no_forum" = "off"', "规则 breach_dispute/no_forum 只能设置"),
        ('[rules."breach_dispute/no_forum"]\nlevel = "low"', "规则 breach_dispute/no_forum 只能设置"),
        ('[rules."breach_dispute/no_forum"]\nseverity = "urgent"', "severity 须为 high、medium 或 low"),
        ('[rules."breach_dispute/no_forum"]\nseverity = ["low"]', "severity 须为 high、medium 或 low"),
        ('[rules."breach_dispute/no_forum"]\noff = "false"', "规则 breach_dispute/no_forum 的 off 须为 true 或 false"),
        ('[rules."breach_dispute/no_forum"]\nfix = 3', "规则 breach_dispute/no_forum 的 fix 须是文字"),
        ('[[waivers]]\nrule = "ip/x"\nreason = "a"\nby = "b"', "第 1 个 [[waivers]]：没有名为 ip/x 的规则"),
        (WAIVER + 'by = "张三"', "第 1 个 [[waivers]] 须写明 reason"),
        (WAIVER + 'reason = "理由"\nby = " "', "第 1 个 [[waivers]] 须写明 reason"),
        (WAIVER + 'reason = "理由"\nby = "张三"\nuntil = "2027"', "第 1 个 [[waivers]] 的 until 须是日期"),
        (WAIVER + 'reason = "理由"\nby = "张三"\nuntil = 2027-06-30T08:00:00', "第 1 个 [[waivers]] 的 until 须是日期"),
        (WAIVER + 'reason = "理由"\nby = "张三"\nend = 1', "第 1 个 [[waivers]] 只能有"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(text: str, part: str) -> None:
    with pytest.raises(PlaybookError) as raised:
        playbook.parse(text, RULES)
    message = str(raised.value)
    assert part in message
    assert message.endswith("。")
    assert message.count("。") == 1
    assert "\n" not in message
