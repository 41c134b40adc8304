"""JSON Schema of contract.yaml, for editors: a Chinese title for each field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mingyue.terms.contract import Contract

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NUMBER = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"}


def schema() -> dict[str, Any]:
    """The schema of a contract file, for a file as an editor reads it: what looks like a number is one there.

    So a sum may be a number or its text, and a line of text may be a number (合同编号 2026001). The names and
    descriptions of the classes are for programmers and left out.
    """
    made = Contract.model_json_schema(mode="validation")
    for node in _nodes(made):
        if "properties" in node:
            node.pop("title", None)
            node.pop("description", None)
        if {"type": "string"} in (ways := node.get("anyOf", [])) and any(way.get("type") == "number" for way in ways):
            ways[ways.index({"type": "string"})] = dict(_NUMBER)
        if node.get("type") == "string" and "minLength" in node:
            node["type"] = ["string", "number"]
    return {"$schema": _DIALECT, "title": "合同条款（明约）", **made}


def _nodes(node: object) -> Iterator[dict[str, Any]]:
    """Every object of a schema that is a schema itself or holds some."""
    if isinstance(node, dict):
        yield node
        for inner in list(node.values()):
            yield from _nodes(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _nodes(inner)
