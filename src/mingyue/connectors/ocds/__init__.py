"""A position as a release of the Open Contracting Data Standard 1.1, for buyers who publish what they buy."""

from mingyue.connectors.ocds.release import package, release

__all__ = ["package", "release"]
