"""Bills of materials: SPDX and CycloneDX files as open-source components."""

from mingyue.connectors.sbom.reader import read

__all__ = ["read"]
