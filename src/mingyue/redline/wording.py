"""The draft's own words: our texts say 甲方 for the buyer, 乙方 for the vendor and 本合同; a draft may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mingyue.review.finding import SEVERITY_TITLES, Finding, Review

_STANDARD = {"buyer": "甲方", "vendor": "乙方"}
_OWN_NAMES = ("本合同", "本协议", "本契约")


@dataclass(frozen=True, slots=True)
class Wording:
    """How the draft calls the parties and itself; labels: how a citation is shown."""

    words: Mapping[str, str]
    labels: Callable[[str], str]

    @classmethod
    def of(cls, review: Review, labels: Callable[[str], str] | None) -> Wording:
        """The names a draft uses."""
        words = {_STANDARD[p.position]: p.label for p in review.parties if p.position in _STANDARD and p.label}
        used = max(_OWN_NAMES, key=review.document.text.count)
        return cls({old: new for old, new in {**words, "本合同": used}.items() if old != new}, labels or str)

    def own(self, text: str) -> str:
        """A text of ours in the draft's names."""
        if not self.words:
            return text
        return re.sub("|".join(self.words), lambda match: self.words[match[0]], text)

    def paragraphs(self, text: str) -> list[str]:
        """A replacement text as paragraphs: blank lines part them, other line breaks are only the page's."""
        lines = map(self._line, re.split(r"\n\s*\n", self.own(text)))
        return [line for line in lines if line]

    @staticmethod
    def _line(text: str) -> str:
        """A text on one line: Chinese needs no space where a line was broken."""
        return re.sub(r"\s*\n\s*", "", text.strip())

    def comment(self, finding: Finding, *, advice: str = "") -> str:
        """What the margin says: severity and title, reason, basis; `advice` is a text that was not put in."""
        lines = [f"【{SEVERITY_TITLES[finding.severity]}】{finding.title}", f"理由：{self._line(finding.why)}"]
        if finding.basis:
            lines.append(f"依据：{'；'.join(map(self.labels, finding.basis))}")
        if advice:
            lines.append(f"建议文本：{advice}")
        return self.own("\n".join(lines))
