"""README says what is there: every command, setting and route is listed, its examples hold, its links lead somewhere."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

import corpus
from extract.read_containers import CONTAINERS
from extract.readers import READERS
from extract.records import Extraction
from graph.schema import mermaid
from search_api.app import create_app
from search_api.settings import PREFIX, Settings
from ui.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def block_after(mark: str) -> str:
    """The fenced block below `<!-- mark -->`."""
    found = re.search(rf"<!-- {re.escape(mark)} -->\n```\w*\n(.*?)\n```", README, re.DOTALL)
    assert found is not None, mark
    return found[1]


def commands() -> list[str]:
    return sorted(name for name in app if not name.startswith("-"))


def routes(tmp_path: Path) -> list[str]:
    paths = create_app(Settings(data=tmp_path)).openapi()["paths"]
    return [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]


def test_every_command_is_listed_and_none_that_is_not_there() -> None:
    listed = set(re.findall(r"`zeren (\w+)", README))
    assert listed - {"COMMAND"} == set(commands())


@pytest.mark.parametrize("name", commands())
def test_every_command_says_what_it_does(name: str) -> None:
    assert app[name].help


def test_every_setting_is_listed_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        variable = f"{PREFIX}{name.upper()}"
        row = next((line for line in README.splitlines() if line.startswith("|") and f"`{variable}`" in line), None)
        assert row is not None, variable
        if isinstance(field.default, int) or (field.default and isinstance(field.default, str)):
            assert f"`{field.default}`" in row, f"{variable} is {field.default} by default"


def test_no_setting_is_listed_that_is_not_there() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert {name for name in re.findall(r"ZEREN_\w+", README) if not name.startswith("ZEREN_TEST_")} <= known


def test_every_route_is_listed(tmp_path: Path) -> None:
    missing = [route for route in routes(tmp_path) if f"`{route}`" not in README]
    assert missing == []


def test_no_route_is_listed_that_is_not_there(tmp_path: Path) -> None:
    assert set(re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE) /api/[^`?]+)`", README)) == set(routes(tmp_path))


def test_every_kind_of_file_is_listed() -> None:
    missing = [suffix for suffix in (*READERS, *CONTAINERS) if f"`{suffix}`" not in README]
    assert missing == []


def test_every_extra_is_listed() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert [extra for extra in extras if f"[{extra}]" not in README] == []


def test_the_example_has_the_form_and_quotes_its_text() -> None:
    extraction = Extraction.model_validate(json.loads(block_after("example: extraction")))
    for document in extraction.documents:
        assert document.tasks
        assert document.check_offsets() == []


def test_the_picture_is_the_schema() -> None:
    assert block_after("picture: schema") == mermaid().strip()


@pytest.mark.parametrize("name", ["run", "test"])
def test_each_command_for_a_fresh_machine_is_one_line(name: str) -> None:
    command = block_after(f"command: {name}")
    assert "\n" not in command
    assert next(part.strip().split()[0] for part in command.split("&&")) == "python3"


def test_the_run_command_uses_a_command_that_is_there() -> None:
    assert shlex.split(block_after("command: run"))[-1] in commands()


def test_links_lead_to_files() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_folders_and_files_that_are_named_exist() -> None:
    named = re.findall(r"`((?:extract|graph|search_api|ui|corpus|tests|benchmarks|\.ci)/[\w./]*)`", README)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_number_of_documents_is_right() -> None:
    assert len(list(corpus.folder().iterdir())) == 15
    assert "fifteen documents" in README


def test_the_licence_is_the_one_that_is_named() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text("utf-8")
