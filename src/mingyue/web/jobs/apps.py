"""The app of background work; see the package's docstring."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The queue and the clockwork."""

    name = "mingyue.web.jobs"
    label = "jobs"
