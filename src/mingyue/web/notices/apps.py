"""The app of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Who is told what, and how."""

    name = "mingyue.web.notices"
    label = "notices"

    def ready(self) -> None:
        """Listens to what happens elsewhere."""
        from mingyue.web.notices import listening  # noqa: PLC0415 (models are not there before)

        listening.connect()
