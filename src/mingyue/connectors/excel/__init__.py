"""Tables as Excel workbooks and as comma-separated files, and back without loss; the lists of a contract for Excel users."""

from mingyue.connectors.excel.commas import read_csv, write_csv
from mingyue.connectors.excel.faults import TableError
from mingyue.connectors.excel.grid import grid
from mingyue.connectors.excel.lists import columns, read_fees, read_requirements, write_terms
from mingyue.connectors.excel.workbook import read, write

__all__ = [
    "TableError",
    "columns",
    "grid",
    "read",
    "read_csv",
    "read_fees",
    "read_requirements",
    "write",
    "write_csv",
    "write_terms",
]
