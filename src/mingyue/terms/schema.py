"""JSON Schema of contract.yaml, for editors: titles in Chinese, one description a field."""

from __future__ import annotations

from typing import Any

from mingyue.terms.contract import Contract

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema of a contract file."""
    return {"$schema": _DIALECT, **Contract.model_json_schema(mode="validation")}
