"""The official arrangements of days off, and a user's own calendar.toml."""

from mingyue.connectors.holidays.tables import official, table

__all__ = ["official", "table"]
