from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mingyue.connectors.report.marks import lines
from mingyue.connectors.report.view import FactRow
from mingyue.review.document import Document

TEXT = "合同总价三十万\n\n签订后付清，\n逾期不答复视为合格"
SPANS = st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted), max_size=8)


@given(SPANS)
def test_pieces_keep_the_text_and_cover_exactly_the_spans(spans: list[list[int]]) -> None:
    draft = Document(TEXT, ())
    marks = [FactRow(str(n), "", "", draft.span(*span)) for n, span in enumerate(spans)]
    made = list(lines(draft, marks))
    assert "\n".join("".join(piece.text for piece in line.pieces) for line in made) == TEXT
    begun = [mark for line in made for piece in line.pieces for mark in piece.begins]
    assert len(begun) == len(set(begun))
    for mark in marks:
        quote = mark.span.quote.replace("\n", "") if mark.span else ""
        assert "".join(piece.text for line in made for piece in line.pieces if mark in piece.facts) == quote
        assert mark in begun or not quote
