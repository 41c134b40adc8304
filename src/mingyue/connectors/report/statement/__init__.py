"""What people read of a position: the statement as text and as a page, and why each sum and day is what it is.

Each form is a module of its own, so that one can be used without loading the libraries of the others.
"""
