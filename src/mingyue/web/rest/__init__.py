"""The REST API under /api/v1: the same services and the same rights as the pages, for programs. Webhooks tell programs of events."""
