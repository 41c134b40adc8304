"""Fields inside a deleted stretch: a field whose whole result goes must go with its instruction."""

from __future__ import annotations

from mingyue.connectors.word import names as n


def closed_codes(nodes: list[n.Element]) -> list[n.Element]:
    """These children of runs, and the field marks and instructions of each field whose result is all among them."""
    chosen = set(nodes)
    added: set[n.Element] = set()
    paragraphs = dict.fromkeys(next(node.iterancestors(n.P)) for node in nodes)
    for paragraph in paragraphs:
        for codes, results in _fields(paragraph):
            if results and chosen.issuperset(results):
                added.update(codes)
    if not added:
        return nodes
    return [node for paragraph in paragraphs for node in paragraph.iter() if node in chosen or node in added]


def _fields(paragraph: n.Element) -> list[tuple[list[n.Element], list[n.Element]]]:
    """The marks and instructions, and the texts, of each field that opens and closes in this paragraph."""
    closed = []
    depth: list[tuple[list[n.Element], list[n.Element]]] = []
    for node in paragraph.iter(n.FLD_CHAR, n.INSTR, n.T, n.TAB, n.BR, n.SYM, n.NO_BREAK_HYPHEN):
        kind = node.get(n.w("fldCharType")) if node.tag == n.FLD_CHAR else ""
        if kind == "begin":
            depth.append(([], []))
        for codes, results in depth:
            (codes if node.tag in {n.FLD_CHAR, n.INSTR} else results).append(node)
        if kind == "end" and depth:
            closed.append(depth.pop())
    return closed
