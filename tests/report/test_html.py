from __future__ import annotations

import re
from collections.abc import Callable

from lxml import html as lxml_html

from mingyue import api
from mingyue.review.finding import Review

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">&amp;</style>{{ 7 * 7 }}'


def page(review: Review, file: str = "a.docx") -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(api.report(review, file, "html"))


def test_the_page_is_self_contained(review: Review) -> None:
    text = api.report(review, "a.docx", "html")
    tree = lxml_html.document_fromstring(text)
    assert not tree.xpath("//script | //link | //img | //iframe | //object")
    assert not re.search(r"https?://|@import|url\(", text)
    assert "default-src 'none'" in tree.xpath("string(//meta[@http-equiv]/@content)")


def test_what_the_draft_holds_is_text_never_markup(make_review: Callable[..., Review]) -> None:
    text = f"第一条 {EVIL}\n合同总价为300,000.00元，签订后三日内一次付清。"
    tree = page(make_review(text, name=EVIL, reason=EVIL), EVIL)
    assert not tree.xpath("//script | //img | //*[@onerror]")
    assert len(tree.xpath("//style")) == 1
    assert EVIL.rsplit("/", 1)[-1] in tree.xpath("string(//h1)")
    assert EVIL in tree.xpath("string(//dl)")
    assert EVIL in tree.xpath("string(//*[@class='contract'])")
    assert EVIL in tree.xpath("string(//*[@class='accepted'])")


def test_links_lead_both_ways(review: Review) -> None:
    tree = page(review)
    names = tree.xpath("//@id")
    assert len(names) == len(set(names))
    for link in tree.xpath("//a/@href"):
        assert link.startswith("#"), link
        assert link[1:] in names, link
    for card in tree.xpath("//article"):
        number = card.get("id").removeprefix("f-")
        place = tree.xpath(f"//*[@class='contract']//a[@id='t-{number}']")
        quoted = bool(card.xpath(".//blockquote"))
        assert bool(place) is quoted
        assert not quoted or (place[0].get("href") == f"#f-{number}" and card.xpath(f".//a[@href='#t-{number}']"))


def test_the_whole_text_stands_in_the_page_in_order(review: Review) -> None:
    tree = page(review)
    for mark in tree.xpath("//a[contains(@class, 'ref')]"):
        mark.drop_tree()
    lines = [line.text_content() for line in tree.xpath("//*[@class='contract']/p")]
    assert "\n".join(lines) == review.document.text


def test_highlights_cover_the_quotes(review: Review) -> None:
    tree = page(review)
    marked = "".join(mark.text_content() for mark in tree.xpath("//mark"))
    assert "签订后三日内一次付清" in marked
    assert "甲方逾期三日未提出异议的，视为验收合格，乙方保留最终解释权" in re.sub(r"\d(?=验收)", "", marked)


def test_the_map_has_twelve_tiles_that_say_their_level(review: Review) -> None:
    tiles = page(review).xpath("//*[local-name()='svg']//a")
    assert len(tiles) == 12
    assert {tile.get("class") for tile in tiles} == {"tile full", "tile partial", "tile absent"}
    assert "费用与支付：缺失，高 1，中 0，低 0" in tiles[4].text_content()


def test_the_same_review_gives_the_same_bytes(review: Review) -> None:
    assert api.report(review, "a.docx", "html") == api.report(review, "a.docx", "html")
