"""The measures of quality: what counts, what is excused, and a gate that only an explicit flag opens downwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.errors import BadRequest
from extract.gate import accept, below_floors, changes, check, read_accepted, read_floors
from extract.quality import compare, figures

PLAN = (
    "松溪县2026年工作要点\n\n1.整治河道。6月底前整治河道12公里。（责任单位：县水利局）\n2.修桥。年底前修桥3座。（责任单位：县交通运输局）\n"
)


def task(**facts: Any) -> dict[str, Any]:
    return {"number": "1", "path": [], "title": "整治河道", "units": [], "deadlines": [], "targets": [], "citations": [], **facts}


def file(*tasks: dict[str, Any], **document: Any) -> dict[str, Any]:
    return {"source": "a.txt", "documents": [{"title": "松溪县2026年工作要点", "tasks": list(tasks), **document}]}


def unit(name: str, role: str = "responsible", **more: Any) -> dict[str, Any]:
    return {"name": name, "role": role, **more}


def target(**fields: Any) -> dict[str, Any]:
    return {"text": "河道12公里", "indicator": "河道", "comparator": "==", "value": 12, "unit": "公里", **fields}


def f1(gold: dict[str, Any], read: dict[str, Any], element: str) -> float | None:
    figure = figures(compare(gold, read)).get(element)
    return None if figure is None else figure.f1


def test_the_same_is_right() -> None:
    one = file(task(units=[unit("县水利局")], targets=[target()]))
    assert {f1(one, one, element) for element in ("documents", "tasks", "units", "unit roles", "figures", "targets")} == {1.0}


def test_width_brackets_and_units_of_measure_make_no_difference() -> None:
    gold = file(task(units=[unit("各县〔市、区〕人民政府")], targets=[target(unit="公里")]))
    read = file(task(units=[unit("各县（市、区）人民政府")], targets=[target(unit="km")]))
    assert f1(gold, read, "units") == f1(gold, read, "targets") == 1.0


def test_a_full_name_counts_for_an_elided_one() -> None:
    gold, read = file(task(units=[unit("财政局", canonical="县财政局")])), file(task(units=[unit("县财政局")]))
    assert f1(gold, read, "units") == 1.0


def test_a_wrong_role_costs_the_role_alone() -> None:
    gold, read = file(task(units=[unit("县水利局", "lead")])), file(task(units=[unit("县水利局", "support")]))
    assert (f1(gold, read, "units"), f1(gold, read, "unit roles")) == (1.0, 0.0)


def test_a_doer_of_a_sentence_is_not_a_unit_of_a_list() -> None:
    gold, read = file(task(units=[unit("县水利局", "subject")])), file(task(units=[unit("县水利局", "lead")]))
    assert (f1(gold, read, "subjects"), f1(gold, read, "units")) == (0.0, 0.0)


def test_what_is_optional_counts_neither_way() -> None:
    gold = file(task(units=[unit("县水利局"), unit("群众", "subject", optional=True)], targets=[target(optional=True)]))
    for units, targets in (([unit("县水利局")], []), ([unit("县水利局"), unit("群众", "subject")], [target()])):
        read = file(task(units=units, targets=targets))
        assert f1(gold, read, "units") == 1.0
        assert f1(gold, read, "subjects") is None
        assert f1(gold, read, "targets") is None


def test_an_open_field_may_be_read_either_way() -> None:
    gold = file(task(targets=[target(optional_fields=["comparator"])]))
    assert f1(gold, file(task(targets=[target(comparator=">=")])), "targets") == 1.0
    assert f1(gold, file(task(targets=[target(comparator=">=", direction="increase")])), "targets") == 0.0


def test_gold_of_some_elements_says_nothing_of_others() -> None:
    read = file(task(units=[unit("县水利局")]))
    assert f1({"elements": ["tasks"], **file(task())}, read, "tasks") == 1.0
    assert f1({"elements": ["tasks"], **file(task())}, read, "units") is None


def test_a_whole_sentence_is_no_indicator() -> None:
    gold = file(task(targets=[target()]))
    read = file(task(targets=[target(indicator="由县水利局牵头在汛期到来之前整治河道")]))
    assert (f1(gold, read, "figures"), f1(gold, read, "targets")) == (1.0, 0.0)


def test_past_dates_do_not_count() -> None:
    past = {"text": "6月底前", "from": None, "to": "2026-06-30", "recurrence": None, "past": True}
    assert f1(file(task(deadlines=[past])), file(task()), "deadlines") is None
    assert f1(file(task()), file(task(deadlines=[past])), "deadlines") is None


def test_a_week_is_seven_days() -> None:
    def weekly(every: str) -> dict[str, Any]:
        return file(task(deadlines=[{"text": "每周", "from": None, "to": None, "recurrence": {"every": every, "times": 1}}]))

    assert f1(weekly("P1W"), weekly("P7D"), "deadlines") == 1.0


def test_facts_of_an_invented_task_are_made_up() -> None:
    read = file(task(), task(number="2", title="修桥", units=[unit("县交通运输局")]))
    assert f1(file(task()), read, "units") == 0.0


def test_offsets_that_do_not_quote_are_counted() -> None:
    read = file(task(text="整治", start=0, end=2, units=[unit("县水利局", start=0, end=4)]), text="整治河道")
    assert f1(file(task(units=[unit("县水利局")])), read, "offsets") == 0.5


@pytest.fixture
def gold_folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    tasks = [
        task(units=[unit("县水利局")], targets=[target()]),
        task(number="2", title="修桥", units=[unit("县交通运输局"), unit("县财政局")]),
    ]
    gold = {"source": "plan.txt", "documents": [{"title": "松溪县2026年工作要点", "year": 2026, "tasks": tasks}]}
    (tmp_path / "plan.json").write_text(json.dumps(gold), "utf-8")
    return tmp_path


def test_accepting_writes_floors_and_what_is_wrong(gold_folder: Path) -> None:
    now = check(gold_folder)
    accept(now)
    accepted, (_, floors) = read_accepted(gold_folder), read_floors(gold_folder)
    assert accepted is not None
    assert accepted.fingerprint == now.fingerprint
    assert any("县财政局" in line for line in accepted.wrong)
    assert floors["tasks"] == 1.0
    assert 0.7 < floors["units"] < 1.0
    assert changes(now, accepted) == ([], [])
    assert below_floors(now, floors) == []


def test_a_floor_falls_only_when_told_to(gold_folder: Path) -> None:
    accept(check(gold_folder))
    (gold_folder / "plan.txt").write_text(PLAN.replace("县水利局", "有关方面"), "utf-8")
    worse = check(gold_folder)
    accepted, (_, floors) = read_accepted(gold_folder), read_floors(gold_folder)
    assert accepted is not None
    _, losses = changes(worse, accepted)
    assert any("县水利局" in line for line in losses)
    assert any(sentence.startswith("units is") for sentence in below_floors(worse, floors))
    accept(worse)
    assert read_floors(gold_folder)[1]["units"] == floors["units"]
    accept(worse, lower=True)
    assert read_floors(gold_folder)[1]["units"] < floors["units"]


def test_a_missing_source_is_named_and_costs_everything(gold_folder: Path) -> None:
    (gold_folder / "plan.txt").unlink()
    now = check(gold_folder, sources=(gold_folder,))
    assert "plan.txt: not found" in now.problems[0]
    assert now.figures["tasks"].f1 == 0.0


def test_a_folder_without_gold_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no gold here"):
        check(tmp_path)


def test_gold_that_is_no_json_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", "utf-8")
    with pytest.raises(BadRequest, match="is not JSON"):
        check(tmp_path)
