"""What the verbs of the workspace share: Django is started when one of them runs, not before."""

from __future__ import annotations

import os


def start() -> None:
    """Loads the settings and the apps. Raises UserError for a setting that cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingyue.web.settings")
    import django

    django.setup()


def prepare() -> None:
    """Brings the database up to this version: its tables, and the table of the cache."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
