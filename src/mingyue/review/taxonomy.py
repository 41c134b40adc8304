"""The stable names of a check result, read from `taxonomy.toml`."""

from __future__ import annotations

import tomllib
from importlib import resources

_DATA = tomllib.loads(resources.files(__package__).joinpath("taxonomy.toml").read_text("utf-8"))

CONTRACT_TYPES: tuple[str, ...] = tuple(_DATA["contract_type"])
FACTS: tuple[str, ...] = tuple(_DATA["facts"])
RISKS: dict[str, str] = dict(_DATA["risks"])
