"""The app page by page, headless, over the real API in the same process."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import httpx
import openpyxl
import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

import graph.offers
import ui.originals
import ui.session
from graph import schema
from graph.decisions import Kind
from search_api.app import create_app
from search_api.attempts import Attempts
from search_api.settings import Settings
from ui.client import ZerenClient
from ui.drawing import EDGES, NODES, elements, join
from ui.feeding import wait_for
from ui.graph_component import WORDS, write_pages
from ui.ledger import all_tasks, write_workbook
from ui.pages import PAGES
from ui.reaching import in_process
from ui.words import DECISIONS, OFFERS

APP = Path(ui.session.__file__).with_name("app.py")


def show(page: str = "ask", **parameters: str) -> AppTest:
    """One page as it stands when its address is opened."""
    test = AppTest.from_file(str(APP), default_timeout=60)
    test.run()
    for name, value in parameters.items():
        test.query_params[name] = value
    if page != "ask":
        test.switch_page(f"views/{page}.py")
    return test.run()


def everything(test: AppTest) -> str:
    """All that a reader can read on the page, links included."""
    shown = [
        str(element.value)
        for kind in ("title", "subheader", "markdown", "caption", "text", "error", "info", "warning")
        for element in test.get(kind)
    ]
    shown += markup(test)
    shown += [element.proto.label for element in test.get("page_link")]
    return "\n".join(shown)


def markup(test: AppTest) -> list[str]:
    """What the page shows as HTML of ours, the stylesheet apart."""
    return [element.proto.body for element in test.get("html") if not element.proto.body.lstrip().startswith("<style")]


def use(client: ZerenClient, patch: pytest.MonkeyPatch) -> ZerenClient:
    ui.session.forget_reads()
    # Pages are run anew with each click and look the name up there; the dialog of originals has its own.
    for module in (ui.session, ui.originals):
        patch.setattr(module, "client", lambda: client)
    return client


@pytest.fixture(scope="module")
def corpus_client(corpus_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZerenClient]:
    """A client over a copy of the loaded corpus."""
    folder = tmp_path_factory.mktemp("app") / "data"
    shutil.copytree(corpus_data, folder)
    with in_process(create_app(Settings(data=folder))) as client:
        yield client


@pytest.fixture
def api(corpus_client: ZerenClient, monkeypatch: pytest.MonkeyPatch) -> ZerenClient:
    """The app's client, over the loaded corpus."""
    return use(corpus_client, monkeypatch)


@pytest.fixture
def own_api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ZerenClient]:
    """The app's client, over an empty store of this test."""
    with in_process(create_app(Settings(data=tmp_path / "data"))) as client:
        yield use(client, monkeypatch)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(page: str, api: ZerenClient) -> None:
    test = show(page)
    assert not test.exception
    assert test.title[0].value == PAGES[page][0]  # type: ignore[index]
    assert not test.error


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_to_do_in_an_empty_store(page: str, own_api: ZerenClient) -> None:
    test = show(page)
    assert not test.exception
    assert not test.error
    assert page == "feed" or test.info


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_the_api_is_away(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    use(ZerenClient(httpx.Client(transport=httpx.MockTransport(away), base_url="http://127.0.0.1:8000")), monkeypatch)
    test = show(page)
    assert not test.exception
    if page != "feed":
        assert "没有应答" in test.error[0].value
        assert "zeren up" in everything(test)


def test_a_question_is_answered_with_evidence_and_links(api: ZerenClient) -> None:
    task = next(task for task in all_tasks(api, kind="work_points") if any(unit.role == "lead" for unit in task.units))
    test = show(q=f"{task.title.rstrip('。')}由谁牵头？")
    assert not test.exception
    shown = everything(test)
    assert "z-answer" in shown
    assert "z-quote" in shown
    links = [link.proto.query_string for link in test.get("page_link")]
    assert any(link.startswith("id=") for link in links)
    assert any("task=" in link for link in links)


def test_a_follow_up_leans_on_the_question_before(api: ZerenClient) -> None:
    task = next(task for task in all_tasks(api, kind="work_points") if {"lead", "support"} <= {unit.role for unit in task.units})
    question = f"{task.year}年{task.title.rstrip('。')}由谁牵头？"
    supporting = {unit.name for unit in task.units if unit.role == "support"}
    assert supporting <= set(api.ask("那么谁配合？", previous=question).units)
    test = show(q="那么谁配合？", after=question)
    assert not test.exception
    assert "接着上一问" in everything(test)
    assert supporting & set(everything(test).split("\n"))


def test_a_follow_up_to_a_follow_up_keeps_the_matter_and_the_way_back(api: ZerenClient) -> None:
    task = next(
        task for task in all_tasks(api, kind="work_points") if task.deadlines and {"lead", "support"} <= {u.role for u in task.units}
    )
    first = f"{task.year}年{task.title.rstrip('。')}由谁牵头？"
    test = show(q=first)
    for typed in ("那么谁配合？", "什么时候完成？"):
        test.text_input(key="follow-up-text").set_value(typed)
        next(button for button in test.button if button.label == "追问").click().run()
        assert not test.exception
    assert test.query_params["q"] == "什么时候完成？"
    asked = ("那么谁配合？", first)
    assert all(one in "".join(everything(test).split("\\")) for one in asked)
    answer = api.ask("什么时候完成？", previous=[first, "那么谁配合？"])
    assert not answer.abstained
    assert {day for d in task.deadlines if (day := d.to)} & set(answer.dates)
    links = [link.proto.query_string for link in test.get("page_link")]
    assert f"day={answer.dates[0]}" in links
    test = show("due", day=str(answer.dates[0]))
    assert not test.exception
    assert f"仅看 **{answer.dates[0]}** 到期的任务" in everything(test)


def test_what_is_not_there_is_not_answered(api: ZerenClient) -> None:
    test = show(q="月球基地的食堂由谁负责？")
    assert not test.exception
    assert not [part for part in markup(test) if "z-quote" in part]


def test_asking_in_the_box_puts_the_question_into_the_address(api: ZerenClient) -> None:
    test = show()
    test.text_input[0].set_value("饮用水水源保护")
    test.button[0].click().run()
    assert not test.exception
    assert test.query_params["q"] == "饮用水水源保护"
    assert "z-hit" in everything(test)


def test_the_ledger_filters_and_pages(api: ZerenClient) -> None:
    test = show("ledger")
    total = api.tasks(limit=1).total
    assert f"共 **{total}** 项" in everything(test)
    test.selectbox(key="ledger-year").set_value("2025").run()
    assert f"共 **{api.tasks(year=2025, limit=1).total}** 项" in everything(test)
    assert not test.exception


def test_the_ledger_is_exported_whole(api: ZerenClient) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(all_tasks(api)))).active
    assert sheet is not None
    assert sheet.max_row == api.tasks(limit=1).total + 1


def test_what_falls_due_is_marked(api: ZerenClient) -> None:
    test = show("due")
    assert [metric.label for metric in test.metric] == ["已逾期", "7天内", "30天内", "本年内"]
    test.button_group(key="due-window").set_value("已逾期").run()
    assert not test.exception
    assert "z-chip-late" in everything(test)


def test_a_unit_is_found_and_shows_its_tasks_by_role(api: ZerenClient) -> None:
    busiest = api.units(limit=1).items[0]
    test = show("units")
    test.text_input(key="unit-query").set_value(busiest.name).run()
    assert busiest.canonical in everything(test)
    test = show("units", id=busiest.id)
    assert not test.exception
    assert test.title[0].value == busiest.canonical
    assert test.tabs


def test_a_document_shows_its_evidence(api: ZerenClient) -> None:
    entry = next(entry for entry in api.documents(limit=100).items if entry.kind == "plan" and entry.tasks)
    document = api.document(entry.id)
    test = show("documents", id=entry.id, task=document.items[0].id)
    assert not test.exception
    assert test.title[0].value == (entry.title or entry.source)
    shown = everything(test)
    assert all(f'class="z-{kind}' in shown or f" z-{kind}" in shown for kind in ("unit", "deadline", "task", "focus"))


def test_a_pair_is_judged_and_the_judgement_taken_back(corpus_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(corpus_data, tmp_path / "data")
    with in_process(create_app(Settings(data=tmp_path / "data"))) as client:
        api = use(client, monkeypatch)
        offered = api.offers()
        offer = offered.items[0]
        test = show("decisions")
        assert f"待核对（{offered.total}）" in [tab.label for tab in test.tabs]
        assert all(name in "".join(everything(test).split("\\")) for name in offer.names)
        first = next(radio for radio in test.radio if radio.label == "判断")
        first.set_value("apart")
        send(test, "记下决定").click().run()
        assert "经办人" in test.warning[0].value
        test.text_input(key="decision-author").set_value("周敏")
        next(box for box in test.text_input if box.label == "理由").set_value("两级机构")
        send(test, "记下决定").click().run()
        assert not test.exception
        (decision,) = api.decisions().items
        assert (decision.kind, decision.author, decision.reason) == ("apart", "周敏", "两级机构")
        assert api.offers().total == offered.total - 1
        test = show("decisions")
        assert "不是同一单位" in everything(test)
        test.text_input(key="decision-author").set_value("周敏")
        next(box for box in test.text_input if box.label == "撤销的理由").set_value("看错了")
        send(test, "确认撤销").click().run()
        assert not test.exception
        assert api.decisions().total == 0


def test_two_units_are_merged_and_the_page_of_one_tells_the_names(
    corpus_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(corpus_data, tmp_path / "data")
    with in_process(create_app(Settings(data=tmp_path / "data"))) as client:
        api = use(client, monkeypatch)
        offer = next(offer for offer in api.offers().items if "人民银行云泽市分行" in offer.names)
        test = show("decisions")
        radio = next(radio for radio in test.radio if offer.one in radio.options or offer.names[0] in "".join(radio.options))
        form = radio.proto.form_id
        radio.set_value(offer.one)
        test.text_input(key="decision-author").set_value("周敏")
        next(box for box in test.text_input if box.proto.form_id == form).set_value("机构更名")
        next(button for button in test.button if button.proto.form_id == form).click().run()
        assert not test.exception
        assert api.decisions().items[0].kind == "merge"
        assert set(offer.names) & {api.unit(offer.one).canonical}


def send(test: AppTest, label: str) -> Any:
    """The first button with these words."""
    return next(button for button in test.button if button.label == label)


def test_every_reason_of_an_offer_and_kind_of_decision_has_its_words() -> None:
    text = Path(graph.offers.__file__).read_text("utf-8")
    assert all(f'"{reason}"' in text for reason in OFFERS)
    assert text.count("_offer(") == len(OFFERS) + 1
    assert set(DECISIONS) == set(get_args(Kind))


def test_what_a_collective_brings_stands_apart_on_the_page_of_a_unit(api: ZerenClient) -> None:
    county = next(unit for unit in api.units(limit=500).items if api.unit(unit.id).by_collective)
    shared = api.unit(county.id).by_collective[0]
    test = show("units", id=county.id)
    assert not test.exception
    assert any(shared.collective.canonical in "".join(expander.label.split("\\")) for expander in test.expander)


def test_evidence_stands_in_its_original(api: ZerenClient) -> None:
    entry = next(entry for entry in api.documents(limit=100).items if entry.source.endswith(".pdf") and entry.tasks)
    held = api.document(entry.id)
    unit = next(unit for task in held.items for unit in task.units)
    test = show("documents", id=entry.id, **{"from": str(unit.start), "to": str(unit.end)})
    button = test.button(key="place-quote")
    assert button.label.startswith("原件第")
    button.click().run()
    assert not test.exception
    assert not test.error
    table = next(entry for entry in api.documents(limit=100).items if "分解表" in entry.source)
    unit = api.document(table.id).items[0].units[0]
    test = show("documents", id=table.id, **{"from": str(unit.start), "to": str(unit.end)})
    assert "列" in test.button(key="place-quote").label
    test.button(key="place-quote").click().run()
    assert not test.exception
    assert "z-cells" in everything(test)


def test_the_graph_around_a_unit_is_drawn(api: ZerenClient) -> None:
    busiest = api.units(limit=1).items[0]
    around = api.around(busiest.id)
    drawn = elements(*join([around]))
    assert len(drawn["nodes"]) == len(around.nodes)
    assert len(drawn["edges"]) == len(around.edges)
    assert {node["data"]["label"] for node in drawn["nodes"]} <= {word for word, _ in NODES.values()}
    test = show("graph", center=busiest.id)
    assert not test.exception
    assert not test.error
    assert "z-dot" in everything(test)


def test_the_drawing_component_speaks_chinese(tmp_path: Path) -> None:
    write_pages(tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert all(chinese in page for chinese in WORDS.values())
    assert re.findall(r'(?:title="|help">)([A-Za-z][^"<]*)', page) == []


def test_every_kind_of_node_and_edge_has_its_word() -> None:
    assert set(NODES) == {node.label for node in schema.NODES}
    assert set(EDGES) == {edge.type for edge in schema.EDGES}


def test_a_hostile_document_stays_text(own_api: ZerenClient) -> None:
    text = "云泽市水利局2025年工作要点\n1.<script>alert(1)</script>整治。6月底前完成。（牵头单位：市<b>水利局）\n"
    list(wait_for(own_api, own_api.send([("<img src=x>.txt", text.encode())])))
    document = own_api.documents().items[0]
    for page, parameters in (("documents", {"id": document.id}), ("ledger", {}), ("documents", {}), ("ask", {"q": "整治"})):
        test = show(page, **parameters)
        assert not test.exception
        shown = "".join(markup(test))
        assert "水利局" in everything(test)
        assert "<script" not in shown
        assert "<img" not in shown
        assert "<b>" not in shown


def test_feeding_in_shows_what_was_read_and_what_not(own_api: ZerenClient, corpus_files: tuple[Path, ...]) -> None:
    test = show("feed")
    good = corpus_files[0]
    test.get("file_uploader")[0].set_value([(good.name, good.read_bytes(), None), ("坏.docx", b"no document", None)])
    test.button[0].click().run()
    assert not test.exception
    shown = everything(test)
    assert "已读入" in shown
    assert "未能读入" in shown
    assert own_api.health().documents >= 1


def test_a_document_is_taken_out(own_api: ZerenClient, corpus_files: tuple[Path, ...]) -> None:
    list(wait_for(own_api, own_api.send([(corpus_files[0].name, corpus_files[0].read_bytes())])))
    before = own_api.documents().items
    test = show("documents", id=before[0].id)
    test.button(key="delete").click().run()
    assert not test.exception
    assert own_api.health().documents == len(before) - 1


def test_an_app_with_a_token_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_TOKEN", "geheim")
    test = AppTest.from_file(str(APP), default_timeout=60).run()
    for given in ("", "falsch"):
        test.text_input[0].set_value(given)
        test.button[0].click().run()
        assert test.error
        assert not test.title
    test.text_input[0].set_value("geheim")
    test.button[0].click().run()
    assert test.title


def test_an_app_does_not_let_tokens_be_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_TOKEN", "geheim")
    kept = Attempts(most=2)
    monkeypatch.setattr(ui.session, "attempts", lambda: kept)
    # What Streamlit's own test runner puts in the place of an address is another thing each time.
    monkeypatch.setattr(ContextProxy, "ip_address", "203.0.113.7")
    for given, said in (("a", "不对"), ("b", "不对"), ("geheim", "请等待")):
        test = AppTest.from_file(str(APP), default_timeout=60).run()
        test.text_input[0].set_value(given)
        test.button[0].click().run()
        assert said in test.error[0].value
        assert not test.title
