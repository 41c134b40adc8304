"""The app of people: users, roles, invitations, the audit log."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Users and what they may do."""

    name = "mingyue.web.people"
    label = "people"

    def ready(self) -> None:
        """The audit log listens."""
        from mingyue.web.people import signals  # noqa: PLC0415 (models are not there before)

        signals.connect()
