"""The law that ships: every line of it, and the page made from it."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from mingyue.law import Article, Mark, load
from mingyue.law.page import render

LAW = load()
DAY = timedelta(days=1)


def last_day(article: Article) -> date:
    return min(article.in_force_to, date(2100, 1, 1))


@pytest.mark.parametrize("article", LAW.articles, ids=lambda article: f"{article.citation}@{article.in_force_from}")
def test_every_article_resolves_on_its_own_days_and_only_then(article: Article) -> None:
    assert LAW.check(article.citation) is None
    for day in (max(article.in_force_from, date(1900, 1, 1)), last_day(article)):
        found = LAW.resolve(article.citation, day)
        assert found is not None
        assert found.article == article
        assert found.statute.key == article.statute
    outside = [article.in_force_from - DAY] if article.in_force_from > date.min else []
    outside += [article.in_force_to + DAY] if article.in_force_to < date.max else []
    for day in outside:
        other = LAW.resolve(article.citation, day)
        assert other is None or other.article != article


def test_each_line_is_complete() -> None:
    for article in LAW.articles:
        assert article.mark in get_args(Mark)
        assert article.source
        assert len(article.text) >= 5
        assert article.in_force_from <= article.in_force_to
    for act in LAW.statutes.values():
        assert act.mark in get_args(Mark)
        assert act.source
        assert act.in_force_from < act.in_force_to


def test_versions_of_a_citation_follow_one_another_and_keep_their_meaning() -> None:
    versions: dict[str, list[Article]] = {}
    for article in LAW.articles:
        versions.setdefault(article.citation, []).append(article)
    for items in versions.values():
        for before, after in pairwise(sorted(items, key=lambda item: item.in_force_from)):
            assert before.in_force_to < after.in_force_from, after.citation
            # A number that moved would mean one thing before the date and another after it.
            assert not after.former, after.citation


def test_an_act_is_listed_once_and_names_are_unique() -> None:
    names = [name for act in LAW.statutes.values() for name in act.names]
    assert len(names) == len(set(names))


def test_repealed_acts_have_an_heir_and_no_articles() -> None:
    gone = [act for act in LAW.statutes.values() if act.in_force_to < date.max]
    assert {act.key for act in gone} == {act.key for act in LAW.statutes.values() if act.successor}
    cited = {article.statute for article in LAW.articles}
    for act in gone:
        assert LAW.statutes[act.successor].in_force_from <= act.in_force_to + DAY
        assert act.key not in cited


def test_values_rest_on_an_article_in_force() -> None:
    for value in LAW.values:
        assert LAW.check(value.basis) is None
        assert LAW.resolve(value.basis, value.in_force_from) is not None, value.key
        assert LAW.resolve(value.basis, min(value.in_force_to, date(2100, 1, 1))) is not None, value.key


def test_advice_is_never_taken_for_law() -> None:
    for article in LAW.articles:
        assert (article.mark == "advice") == (LAW.statutes[article.statute].kind != "statute")


def test_the_guide_has_all_its_items() -> None:
    items = {"二": 4, "三": 12, "四": 5, "五": 4, "六": 5}
    expected = {f"{part}.{item}" for part, count in items.items() for item in range(1, count + 1)}
    assert {article.reference for article in LAW.articles if article.statute == "指南"} == expected


def test_practice_explains_each_topic_in_a_sentence() -> None:
    topics = [article for article in LAW.articles if article.statute == "惯例"]
    assert len(topics) >= 21
    assert all(topic.text.endswith("。") for topic in topics)


def test_the_page_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "law.md"
    assert page.read_text(encoding="utf-8") == render(LAW), (
        "docs/law.md is stale: write mingyue.law.page.render(load()) to it"
    )
