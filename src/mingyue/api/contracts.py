"""Contracts as data: read them, write them, draft their text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from mingyue.connectors import folder
from mingyue.drafting.page import Page
from mingyue.drafting.write import draft as write
from mingyue.review.document import Document
from mingyue.review.finding import Review
from mingyue.terms.contract import FORMAT, Contract
from mingyue.terms.errors import UserError
from mingyue.terms.reading import Fault, TermsError, contract, dotted, tree, unknown
from mingyue.terms.titles import comments

HEAD = """\
合同条款（明约）。金额写成数字，不加单位和逗号；期限写成 7日、10个工作日、24小时、3个月、3年。
没有约定的项目删去即可。标有编号的条目，其他地方和台账用编号提到它。"""


class TermsFileError(UserError):
    """Terms with faults; `sentences` has one for each, with its line, `faults` the same with their paths."""

    def __init__(self, sentences: tuple[str, ...], faults: tuple[Fault, ...] = ()) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences
        self.faults = faults


def read_terms(text: str) -> Contract:
    """The terms in the text of a contract.yaml. Raises FolderError (not YAML), TermsFileError (each fault with its line)."""
    yaml = folder.load_yaml(text)
    try:
        return contract(yaml.root)
    except TermsError as error:
        raise TermsFileError(tuple(_sentence(yaml, fault) for fault in error.faults), error.faults) from error


def refused(error: TermsError) -> TermsFileError:
    """The faults of terms that are in no file: each named by its path alone."""
    return TermsFileError(tuple(f"{dotted(fault.path)}：{fault.what}" for fault in error.faults), error.faults)


def _sentence(yaml: folder.Yaml, fault: Fault) -> str:
    return f"第 {yaml.line_of(fault.path)} 行 {dotted(fault.path)}：{fault.what}"


def terms_text(terms: Contract | Mapping[str, Any]) -> str:
    """A contract.yaml with the title of each field beside it; an unfinished tree may have None where a person must write."""
    plain = tree(terms) if isinstance(terms, Contract) else terms
    order = [name for name in Contract.model_fields if name in plain]
    whole = {"format": FORMAT, **{name: plain[name] for name in order}, **plain}
    return folder.dump_yaml(whole, {(): HEAD, **dict(comments(whole))})


def unknown_terms(terms: Contract) -> tuple[str, ...]:
    """The fields that this version does not know, such as a newer version writes: kept, and used for nothing."""
    return tuple(dotted(path) for path, _ in unknown(terms))


def terms_schema() -> dict[str, Any]:
    """The JSON Schema of contract.yaml, for editors."""
    from mingyue.terms.schema import schema

    return schema()


def clause_texts() -> tuple[Page, ...]:
    """The clause library: for each clause its 首选, 可让步 and 底线 text."""
    from mingyue.clauses.texts import texts

    return texts()


def draft(terms: Contract, form: Literal["docx", "pdf"] = "docx", *, created: datetime) -> bytes:
    """The contract that the terms say, as Word or PDF; positions of the terms choose the texts.

    The draft is read back first: TermsFileError names each value that a reader would not find again. created: the time
    that the file states. The same input gives the same bytes.
    """
    try:
        drawn = write(terms, clause_texts(), positions=terms.positions)
    except TermsError as error:
        raise refused(error) from error
    if form == "pdf":
        from mingyue.connectors import typeset

        return typeset.pdf(drawn, created=created)
    from mingyue.connectors import word

    return word.compose(drawn, created=created)


def read_contract(document: Document, review: Review) -> dict[str, Any]:
    """What a contract text says as a plain tree of terms with `places`; None where a person must write.

    A text drafted here is read back whole; of any other the facts that the review read.
    """
    from mingyue.drafting.gather import gather
    from mingyue.drafting.recover import recover

    return gather(review, recover(document, clause_texts()))


def unfinished(plain: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of a read contract that must be filled in."""
    from mingyue.drafting.gather import missing

    return tuple(missing(plain))


def read_components(data: bytes) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A bill of materials (SPDX, CycloneDX) as the `ip` part of terms, and a sentence for each licence to ask about.

    Raises Unreadable.
    """
    from mingyue.connectors import sbom
    from mingyue.terms.licences import REACHES, flagged

    components = sbom.read(data)
    asked = tuple(
        f"{each.name} {each.version or ''} {each.licence}：{REACHES[far]}" for each, far in flagged(components)
    )
    return {"ip": {"components": [tree(each) for each in components]}}, asked
