"""What the verbs of the workspace share: Django is started when one of them runs, not before."""

from __future__ import annotations

import os


def start() -> None:
    """Loads the settings and the apps. Raises UserError for a setting that cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingyue.web.settings")
    os.umask(0o077)  # database, letters and files are their owner's, whatever the folder allows
    import django

    django.setup()


def prepare() -> None:
    """Brings the database up to this version: its tables, the table of the cache, the queue of jobs."""
    from django.core.management import call_command

    from mingyue.web.jobs import queue

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    queue.prepare()
