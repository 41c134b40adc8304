from __future__ import annotations

from mingyue.web.rounds.matching import pairs


def test_the_same_words_of_the_same_rule_are_the_same_finding() -> None:
    before = [(1, "a", "乙方可以随时调整服务价格。"), (2, "a", "逾期付款每日按千分之五计算。"), (3, "b", "")]
    after = [(1, "b", ""), (2, "a", "逾期付款的，每日按千分之三计算。"), (3, "a", "完全另外的一句话，讲验收。")]
    assert pairs(before, after) == {1: 3, 2: 2}


def test_another_rule_an_absence_and_other_words_are_new() -> None:
    assert pairs([(1, "a", "同样的话"), (2, "b", "")], [(1, "b", "同样的话"), (2, "c", "")]) == {}


def test_each_earlier_finding_is_used_once_and_the_likest_gets_it() -> None:
    before = [(1, "a", "乙方不承担任何赔偿责任")]
    after = [(1, "a", "乙方不承担任何间接的赔偿责任"), (2, "a", "乙方不承担任何赔偿责任")]
    assert pairs(before, after) == {2: 1}
