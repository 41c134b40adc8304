"""The clause texts: of each family the clauses, the annex of its data and the form it needs; `whole_contract/` has the rest."""

from __future__ import annotations

from functools import cache
from importlib import resources

from mingyue.drafting.page import Page, PageError, Role, parse
from mingyue.review.finding import FAMILIES, WHOLE

_ORDER: tuple[tuple[str, Role], ...] = (
    ("opening", "opening"),
    ("text", "article"),
    ("annex", "annex"),
    ("form", "annex"),
)


@cache
def texts() -> tuple[Page, ...]:
    """All pages, in the order of a contract: what is found in the folders. Raises PageError with the page and the line."""
    return tuple(page for name, role in _ORDER for family in (*FAMILIES, WHOLE) for page in _pages(family, name, role))


def _pages(family: str, name: str, role: Role) -> tuple[Page, ...]:
    path = f"{family}/{name}.md"
    file = resources.files("mingyue.clauses").joinpath(path)
    if not file.is_file():
        return ()
    try:
        return (parse(family, file.read_text("utf-8"), role=role),)
    except PageError as error:
        raise PageError(f"条款文本 {path}：{error}") from error
