"""Law as dated data: what a rule may cite, on which day, and how sure we are of it.

`load()` reads the TOML files of this package once; everything else is a pure question to the `Law` it returns.
"""

from mingyue.law.data import load
from mingyue.law.model import Article, Citation, Law, Mark, Repealed, Statute, Value

__all__ = ["Article", "Citation", "Law", "Mark", "Repealed", "Statute", "Value", "load"]
