"""The generated pages say what the product does today."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from mingyue import api
from mingyue.cli.overview import VERBS
from mingyue.review.taxonomy import RISKS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = spec_from_file_location("generate_docs", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(generate: ModuleType) -> dict[str, str]:
    return generate.pages()


def test_no_page_is_out_of_date(generate: ModuleType, pages: dict[str, str]) -> None:
    assert generate.stale(pages, DOCS) == [], "run make docs"


def test_drift_is_found_and_mended(generate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--check"], tmp_path) == 1
    assert generate.main([], tmp_path) == 0
    assert generate.main(["--check"], tmp_path) == 0
    capsys.readouterr()
    (tmp_path / "law.md").write_text("旧", "utf-8")
    (tmp_path / "rules" / "no_such_family.md").write_text("旧", "utf-8")
    assert generate.main(["--check"], tmp_path) == 1
    assert capsys.readouterr().out.splitlines() == [
        "docs/law.md is out of date: run make docs",
        "docs/rules/no_such_family.md is out of date: run make docs",
    ]
    assert generate.main([], tmp_path) == 0
    assert not (tmp_path / "rules" / "no_such_family.md").exists()
    assert generate.main(["--check"], tmp_path) == 0
    assert generate.main(["--chek"], tmp_path) == 2


def test_every_rule_is_told_in_full(pages: dict[str, str]) -> None:
    for rule in api.rules():
        page = pages[f"rules/{rule.family}.md"]
        assert f"\n## {rule.id}\n\n**{rule.title}**\n" in page
        assert rule.why in page
        assert f"`{rule.id}`" in pages["rules.md"]
        for example in (*rule.fires, *rule.silent):
            assert "> " + example.replace("\n", "\n> ") in page


def test_a_link_of_the_index_leads_to_its_heading(pages: dict[str, str]) -> None:
    for rule in api.rules():
        assert f"(rules/{rule.family}.md#{rule.id.replace('/', '')})" in pages["rules.md"]


def test_every_risk_and_every_command_is_told(pages: dict[str, str]) -> None:
    assert [risk for risk in RISKS if f"`{risk}`" not in pages["rules.md"]] == []
    assert [verb for verb in VERBS if f"\n## mingyue {verb}\n" not in pages["cli.md"]] == []


def test_no_slot_is_left_open(pages: dict[str, str]) -> None:
    assert not [name for name, text in pages.items() if name.startswith("rules/") and "_percent}" in text]
