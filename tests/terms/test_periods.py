"""Periods: what people write, the canonical text, and the pydantic field."""

import json
import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from spec import rows

from mingyue.terms.periods import MAX, Period, Unit

WRITTEN = [cells[:2] for section, cells in rows("days.md") if section == "期限怎样写"]
PERIODS = st.builds(Period, st.integers(1, MAX), st.sampled_from(get_args(Unit)))


class Model(BaseModel):
    within: Period | None = None


@pytest.mark.parametrize(("text", "read"), [row for row in WRITTEN if row[1] != "不认"])
def test_what_people_write(text: str, read: str) -> None:
    assert str(Period.parse(text)) == read


@pytest.mark.parametrize("text", [row[0] for row in WRITTEN if row[1] == "不认"])
def test_what_is_refused_with_the_mend(text: str) -> None:
    with pytest.raises(ValueError, match=rf"^期限「{re.escape(text)}」.*写成.*。$"):
        Period.parse(text)


@given(PERIODS)
def test_the_text_reads_back(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(st.integers(1, 999))
def test_chinese_numbers(count: int) -> None:
    hundreds, tens, ones = count // 100, count // 10 % 10, count % 10
    digit = " 一二三四五六七八九"
    text = f"{digit[hundreds]}百" if hundreds else ""
    text += f"{digit[tens] if tens > 1 or hundreds else ''}十" if tens else "零" if hundreds and ones else ""
    text += digit[ones] if ones else ""
    assert Period.parse(text + "日") == Period(count, "day")


@given(st.text("0123456789零一二两十百半个日天周月年小时工作分钟 １-.", max_size=8))
def test_any_text_is_read_or_refused_in_chinese(text: str) -> None:
    try:
        period = Period.parse(text)
    except ValueError as error:
        said = str(error)
    else:
        said = f"期限「{period}」"
        assert Period.parse(str(period)) == period
    assert said.startswith("期限「")


@pytest.mark.parametrize(("count", "unit"), [(0, "day"), (-1, "day"), (MAX + 1, "hour"), (1, "decade")])
def test_no_period_that_no_text_could_say(count: int, unit: Unit) -> None:
    with pytest.raises(ValueError, match=r"^期限的"):
        Period(count, unit)


def test_only_hours_and_minutes_run_by_the_clock() -> None:
    assert {unit for unit in get_args(Unit) if Period(1, unit).by_the_clock} == {"hour", "minute"}


def test_a_field_of_a_model_reads_and_writes_text() -> None:
    model = Model.model_validate({"within": "10 工作日"})
    assert model.within == Period(10, "workday")
    assert model.model_dump(mode="json") == {"within": "10个工作日"}
    assert Model.model_validate_json(model.model_dump_json()) == model
    assert Model(within=model.within) == model
    assert Model(within=None).model_dump(mode="json") == {"within": None}


@pytest.mark.parametrize("value", [7, "很快", ["7日"], 1.5])
def test_a_field_says_what_is_wrong(value: object) -> None:
    with pytest.raises(ValidationError, match="期限「"):
        Model.model_validate({"within": value})


def test_the_schema_for_editors_agrees_with_the_reader() -> None:
    schema = Model.model_json_schema()["properties"]["within"]["anyOf"][0]
    assert schema["type"] == "string"
    assert json.loads(json.dumps(schema)) == schema
    for example in schema["examples"]:
        assert str(Period.parse(example)) == example
    for text, read in WRITTEN:
        plain = text.replace(" ", "").replace("１２", "12")
        matched = re.search(schema["pattern"], plain) is not None
        assert matched is (read != "不认") or plain == "十百日"  # a number of the right characters in the wrong order
