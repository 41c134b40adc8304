"""What people read: a review as text, HTML, YAML or one line of a table; rules as pages.

Each form is a module of its own, so that one can be used without loading the libraries of the others.
"""
