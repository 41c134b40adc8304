"""Webhooks: an address is told of a project's events, signed, and told again until it answers."""
