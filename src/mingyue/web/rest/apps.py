"""The app of the API: tokens, answers kept for repeated requests, webhooks."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    """Tokens and webhooks."""

    name = "mingyue.web.rest"
    label = "rest"

    def ready(self) -> None:
        """Webhooks follow every event."""
        from mingyue.web.rest.webhooks import queueing  # noqa: PLC0415 (models are there only now)
        from mingyue.web.store import books  # noqa: PLC0415

        books.recorded.connect(queueing.follow, dispatch_uid="rest.webhooks")
