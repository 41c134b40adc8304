"""The app of the store: projects, their contract texts, events, evidence, and what is computed from them."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Projects and their ledgers."""

    name = "mingyue.web.store"
    label = "store"

    def ready(self) -> None:
        """Projections follow every event."""
        from mingyue.web.store import books, projections  # noqa: PLC0415 (models are there only now)

        books.recorded.connect(projections.follow, dispatch_uid="store.projections")
