"""The budgets of the code: small files, small functions, short rules."""

import ast
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for folder in ("src", "examples", "bench", "docs") for path in (ROOT / folder).rglob("*.py"))
RULES = sorted((ROOT / "src/mingyue/clauses").glob("*/rules/*.md"))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> list[tuple[str, int]]:
    """Name and length in lines, from `def` to the last statement, docstring included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    place = path.relative_to(ROOT)
    return [
        (f"{place}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1) for node in found
    ]


def test_no_file_is_longer_than_400_lines():
    assert {str(path.relative_to(ROOT)): lines(path) for path in SOURCES if lines(path) > 400} == {}


def test_files_have_a_median_of_130_lines_at_most():
    assert median(length for path in SOURCES if (length := lines(path))) <= 130


def test_no_function_is_longer_than_50_lines():
    assert {name: length for path in SOURCES for name, length in functions(path) if length > 50} == {}


def test_functions_have_a_median_of_8_lines_at_most():
    assert median(length for path in SOURCES for _, length in functions(path)) <= 8


def test_no_rule_is_longer_than_60_lines():
    assert RULES
    assert {str(path.relative_to(ROOT)): lines(path) for path in RULES if lines(path) > 60} == {}
