"""The ledger put into rows for pages: pure functions of a position and of what the visitor asks for."""
