"""The app of review: drafts, their rounds, what was decided on each finding."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Drafts under review."""

    name = "mingyue.web.rounds"
    label = "rounds"
