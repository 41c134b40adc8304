"""What a template shows of a form: fields with their texts, faults and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingyue.web.forms.reading import tokens
from mingyue.web.forms.schema import KEPT, ON, Data, Field

Faults = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list. summary: what it is known by, while it is folded; open: it needs somebody's eyes."""

    name: str
    token: str
    number: int
    summary: str
    nodes: tuple[Node, ...]
    faults: Sequence[str]
    open: bool


@dataclass(frozen=True, slots=True)
class Node:
    """One field. on: an optional group is there; kept: rows that are not in the form; quote: where a text said the value."""

    field: Field
    name: str
    texts: Sequence[str]
    faults: Sequence[str]
    quote: str = ""
    on: bool = True
    kept: str = ""
    nodes: tuple[Node, ...] = ()
    rows: tuple[Row, ...] = ()
    focus: bool = False

    @property
    def id(self) -> str:
        """The id of its control."""
        return f"f-{self.name.replace('.', '-')}"

    @property
    def text(self) -> str:
        """The only text."""
        return self.texts[0] if self.texts else ""

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """Key, words and whether it is chosen; of several, the chosen ones first, in their order. An unknown choice stays in view."""
        known = dict(self.field.choices or {})
        chosen = [text for text in self.texts if text]
        order = (
            (*chosen, *(key for key in known if key not in chosen))
            if self.field.kind == "choices"
            else (*known, *(key for key in chosen if key not in known))
        )
        return [(key, known.get(key, key), key in chosen) for key in order]


@dataclass(frozen=True, slots=True)
class Look:
    """What is known beside the data. faults: by name of control; quotes: by dotted path; added: the row that has just been added."""

    faults: Faults
    quotes: Mapping[str, str]
    added: str = ""


def nodes(fields: Sequence[Field], data: Data, look: Look, prefix: str = "") -> tuple[Node, ...]:
    """The fields of a group as a template shows them."""
    return tuple(_node(field, data, look, f"{prefix}{field.name}") for field in fields)


def _node(field: Field, data: Data, look: Look, name: str) -> Node:
    faults, quote = look.faults.get(name, ()), look.quotes.get(name, "")
    if field.kind == "group":
        on = not field.optional or bool(data.get(f"{name}.{ON}"))
        inner = nodes(field.fields, data, look, f"{name}.") if on else ()
        return Node(field, name, (), faults, quote, on=on, nodes=inner)
    if field.kind == "rows":
        kept = next(iter(data.get(f"{name}.{KEPT}", ())), "")
        rows = (
            ()
            if kept
            else tuple(
                _row(field, data, look, f"{name}.{token}", number) for number, token in enumerate(tokens(data, name), 1)
            )
        )
        return Node(field, name, (), faults, quote, kept=kept, rows=rows)
    first = bool(look.added) and name == f"{look.added}.{name.rpartition('.')[2]}"
    return Node(field, name, data.get(name, ()), faults, quote, focus=first)


def _row(field: Field, data: Data, look: Look, name: str, number: int) -> Row:
    inner = nodes(field.fields, data, look, f"{name}.")
    words = [_words(node) for node in inner[:4]]
    troubled = any(each == name or each.startswith(f"{name}.") for each in look.faults)
    return Row(
        name,
        name.rpartition(".")[2],
        number,
        " · ".join(filter(None, words)),
        inner,
        look.faults.get(name, ()),
        troubled or look.added == name,
    )


def _words(node: Node) -> str:
    """What a folded row says of a field."""
    match node.field.kind:
        case "choice":
            return (node.field.choices or {}).get(node.text, "")
        case "group":
            return next(filter(None, map(_words, node.nodes)), "")
        case "flag" | "lines" | "choices" | "rows":
            return ""
        case "percent":
            return node.text and f"{node.text[:20]}%"
        case _:
            return node.text[:40]
