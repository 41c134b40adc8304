"""Other processes of this machine: one task over many items, on all cores, where one item cannot stop the others."""

from mingyue.connectors.workers.pool import Failure, Outcome, cores, each

__all__ = ["Failure", "Outcome", "cores", "each"]
