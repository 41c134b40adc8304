import re

import pytest
from money import PAGE, position, read, words
from spec import rows

TABLE = rows(PAGE)


@pytest.mark.parametrize("cells", [cells for _, cells in TABLE], ids=[cells[0] for _, cells in TABLE])
def test_the_worked_tables_hold(cells):
    _, events, as_of, results, arithmetic = cells
    found = position(events, as_of)
    said, told = read(found), words(found)
    for result in results.split("；"):
        name, wanted = re.fullmatch(r"((?:未清偿 )?\S+) (.*)", result.strip()).groups()
        if name == "无":
            assert wanted not in said
        else:
            assert said.get(name) == wanted, (name, said)
    for step in filter(None, arithmetic.split("；")):
        assert step.strip() in told, (step, told)


def test_there_are_enough_rows_and_each_has_its_own_number():
    numbers = [cells[0] for _, cells in TABLE]
    assert len(numbers) >= 45
    assert len(set(numbers)) == len(numbers)
