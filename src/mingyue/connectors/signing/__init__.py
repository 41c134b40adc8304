"""Electronic signatures in PDF (PAdES) with RFC 3161 time-stamps: keys and certificates of one's own, signing, verifying.

Nothing is imported here: what holds keys (`certificates`, `vault`) loads at once, what reads PDFs (`sign`, `verify`) takes a second.
"""
