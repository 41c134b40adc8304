import pytest
import worked
from spec import rows

TABLE = rows("ledger_service.md")


@pytest.mark.parametrize("cells", [cells for _, cells in TABLE], ids=[cells[0] for _, cells in TABLE])
def test_the_worked_tables_hold(cells):
    _, events, as_of, results, arithmetic = cells
    found = worked.outcome(worked.case(events, as_of))
    said = worked.read(found)
    for result in results.split("；"):
        name, _, wanted = result.strip().partition(" ")
        if name == "无":
            assert wanted not in said
        else:
            assert said.get(name) == wanted.strip() or (not wanted and name in said), (name, said)
    told = worked.words(found)
    for step in filter(None, arithmetic.split("；")):
        assert step.strip() in told, (step, told)


def test_there_are_enough_rows_and_each_has_its_own_number():
    numbers = [cells[0] for _, cells in TABLE]
    assert len(numbers) >= 25
    assert len(set(numbers)) == len(numbers)
