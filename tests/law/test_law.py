"""Questions a rule asks of the law, on both sides of each date."""

from datetime import date
from decimal import Decimal

import pytest

from mingyue.law import load

LAW = load()


@pytest.mark.parametrize(
    ("citation", "day", "good"),
    [
        ("民法典:585", date(2020, 12, 31), False),
        ("民法典:585", date(2021, 1, 1), True),
        ("民法典:585.2", date(2021, 1, 1), True),
        ("合同编通则解释:65", date(2023, 12, 4), False),
        ("合同编通则解释:65", date(2023, 12, 5), True),
        ("个人信息保护法:21", date(2021, 10, 31), False),
        ("个人信息保护法:21", date(2021, 11, 1), True),
        ("数据安全法:29", date(2021, 8, 31), False),
        ("数据安全法:29", date(2021, 9, 1), True),
        ("网络数据安全管理条例:12", date(2024, 12, 31), False),
        ("网络数据安全管理条例:12", date(2025, 1, 1), True),
        ("网络安全法:22", date(2017, 5, 31), False),
        ("网络安全法:22", date(2025, 12, 31), True),
        ("网络安全法:22", date(2026, 1, 1), False),
        ("网络安全法:24", date(2025, 12, 31), False),
        ("网络安全法:24", date(2026, 1, 1), True),
        ("网络安全法:42", date(2025, 12, 31), False),
        ("网络安全法:42", date(2026, 1, 1), True),
        ("仲裁法:16", date(2026, 2, 28), True),
        ("仲裁法:16", date(2026, 3, 1), False),
        ("仲裁法:18", date(2026, 3, 1), False),
        ("仲裁法:27", date(2026, 2, 28), False),
        ("仲裁法:27", date(2026, 3, 1), True),
        ("仲裁法:29", date(2026, 2, 28), False),
        ("仲裁法:29", date(2026, 3, 1), True),
        ("仲裁法:5", date(2026, 2, 28), True),
        ("仲裁法:5", date(2026, 3, 1), True),
        ("印花税法:5", date(2022, 6, 30), False),
        ("印花税法:5", date(2022, 7, 1), True),
        ("保障中小企业款项支付条例:9", date(2025, 5, 31), False),
        ("保障中小企业款项支付条例:9", date(2025, 6, 1), True),
        ("增值税法:34", date(2025, 12, 31), False),
        ("增值税法:34", date(2026, 1, 1), True),
        ("指南:三.6", date(1990, 1, 1), True),
        ("惯例:服务等级", date(1990, 1, 1), True),
        ("民法典:9999", date(2026, 1, 1), False),
        ("合同法:114", date(2010, 1, 1), False),
    ],
)
def test_a_citation_resolves_only_on_its_days(citation: str, day: date, good: bool) -> None:
    assert (LAW.resolve(citation, day) is not None) is good


@pytest.mark.parametrize(
    ("citation", "day", "label"),
    [
        ("民法典:585", date(2026, 1, 1), "《民法典》第585条"),
        ("民法典:585.2", date(2026, 1, 1), "《民法典》第585条第2款"),
        ("民法典:585", date(2020, 12, 31), "《民法典》第585条（2021年1月1日起才施行）"),
        ("网络安全法:22.2", date(2025, 12, 31), "《网络安全法》第22条第2款"),
        ("网络安全法:24.2", date(2026, 1, 1), "《网络安全法》第24条第2款（原第22条第2款）"),
        ("网络安全法:21", date(2026, 1, 1), "《网络安全法》第21条（只施行至2025年12月31日，现为第23条）"),
        ("仲裁法:16", date(2026, 3, 1), "《仲裁法》第16条（只施行至2026年2月28日，现为第27条）"),
        ("仲裁法:27", date(2026, 2, 28), "《仲裁法》第27条（原第16条）（2026年3月1日起才施行）"),
        ("仲裁法解释:7", date(2026, 2, 28), "《仲裁法解释》第7条"),
        ("仲裁法解释:7", date(2026, 3, 1), "《仲裁法解释》第7条（待核实）"),
        ("指南:三.6", date(2026, 1, 1), "《CRM合同怎么签？》三.6"),
        ("惯例:服务等级", date(2026, 1, 1), "行业惯例：服务等级"),
    ],
)
def test_a_label_says_what_a_reader_must_know(citation: str, day: date, label: str) -> None:
    assert LAW.label(citation, day) == label


def test_a_resolved_citation_carries_its_label() -> None:
    found = LAW.resolve("民法典:586", date(2026, 1, 1))
    assert found is not None
    assert found.label == "《民法典》第586条"
    assert found.article.number == "586"
    assert found.article.paragraph is None


@pytest.mark.parametrize(
    ("citation", "part"),
    [
        ("民法典", "写法不对"),
        (":585", "写法不对"),
        ("民法典:", "写法不对"),
        ("民法典：585", "写法不对"),
        ("民法典:9999", "《民法典》中没有第9999条"),
        ("民法典:585.4", "没有第585条第4款"),
        ("刑法:1", "“刑法”没有收录"),
        ("合同法:114", "已于2021年1月1日废止，不能引用，请改引《民法典》"),
        ("指南:三.13", "没有三.13"),
        ("指南:一.1", "没有一.1"),
        ("惯例:好好说话", "没有“好好说话”这个主题，可用的有：源代码托管、"),
    ],
)
def test_a_wrong_citation_is_told_in_one_sentence(citation: str, part: str) -> None:
    fault = LAW.check(citation)
    assert fault is not None
    assert part in fault
    assert fault.count("。") == 1
    with pytest.raises(ValueError, match="。"):
        LAW.label(citation, date(2026, 1, 1))


def test_an_act_counts_as_repealed_from_the_first_day_without_it() -> None:
    assert "合同法" not in LAW.repealed(date(2020, 12, 31))
    gone = LAW.repealed(date(2021, 1, 1))
    for name in ("中华人民共和国合同法", "合同法", "担保法", "民法通则", "物权法", "侵权责任法", "民法总则"):
        assert (gone[name].successor, gone[name].since) == ("《民法典》", date(2021, 1, 1))
    assert "增值税暂行条例" not in LAW.repealed(date(2025, 12, 31))
    assert LAW.repealed(date(2026, 1, 1))["增值税暂行条例"].successor == "《增值税法》"
    assert "民法典" not in gone


def test_the_heir_is_the_one_in_force_on_the_day() -> None:
    assert LAW.repealed(date(2010, 1, 1))["技术合同法"].successor == "《合同法》"
    assert LAW.repealed(date(2026, 1, 1))["技术合同法"].successor == "《民法典》"


def test_statute_names_hold_acts_by_every_name_and_nothing_else() -> None:
    names = LAW.statute_names()
    assert names["中华人民共和国民法典"] is names["民法典"]
    assert names["合同法"].successor == "民法典"
    assert "惯例" not in names
    assert "CRM合同怎么签？" not in names


def test_values_are_dated_decimals() -> None:
    deposit = LAW.value("deposit_ceiling", date(2021, 1, 1))
    assert deposit is not None
    assert (deposit.value, deposit.unit) == (Decimal(20), "%")
    assert LAW.value("deposit_ceiling", date(2020, 12, 31)) is None
    interest = LAW.value("sme_late_interest_daily", date(2025, 6, 1))
    assert interest is not None
    assert interest.value == Decimal("0.05")
    assert LAW.value("sme_late_interest_daily", date(2025, 5, 31)) is None
    for day, basis in ((date(2025, 12, 31), "网络安全法:21"), (date(2026, 1, 1), "网络安全法:23")):
        logs = LAW.value("network_log_months", day)
        assert logs is not None
        assert logs.basis == basis
    rate = LAW.value("lpr_1y", date(2025, 5, 20))
    assert rate is not None
    assert rate.mark == "unconfirmed"
    with pytest.raises(KeyError):
        LAW.value("no_such_value", date(2026, 1, 1))


def test_the_law_is_read_once() -> None:
    assert load() is load()
