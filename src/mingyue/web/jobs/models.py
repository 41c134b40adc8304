"""What the clockwork remembers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Tick(models.Model):
    """The newest minute whose periodic jobs were started. One row: whoever moves it on starts them, so they start once."""

    ONLY: ClassVar[int] = 1
    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    minute = models.DateTimeField()

    def __str__(self) -> str:
        return self.minute.isoformat()
