"""Mingyue (明约): the buyer's side of buying enterprise software."""

__version__ = "0.1.0"
