"""Approvals before signature, acceptance reports of both sides, and signing the contract."""
