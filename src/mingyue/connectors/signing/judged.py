"""What verifying tells of a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature in a PDF, in the order of signing.

    intact: what it signed is unaltered and its mathematics hold. untouched: what came behind it in the file are signatures and
    nothing else. trusted: its certificate leads to a given root. claimed: the signer's own clock; stamped: the time-stamp
    service's, by whom (`stamped_by`), `stamp_trusted`: whose certificate leads to a given root. fault: why it could not be judged.
    """

    signer: str
    organisation: str
    intact: bool
    untouched: bool
    trusted: bool
    claimed: datetime | None = None
    stamped: datetime | None = None
    stamped_by: str = ""
    stamp_trusted: bool = False
    fingerprint: str = ""
    fault: str = ""

    @property
    def good(self) -> bool:
        """Intact, and nothing but signatures behind it; whether one trusts the signer is another question."""
        return self.intact and self.untouched and not self.fault
