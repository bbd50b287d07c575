"""Every character of a document is kept once, whatever its tasks cover, and comes back whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.texts import rest_of, whole

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


@given(st.text("甲乙丙丁一、。\n 𠮷", max_size=30), SPANS)
def test_a_text_comes_back_whole(text: str, spans: list[tuple[int, int]]) -> None:
    stretches = [(start, end, text[start:end]) for start, end in spans if start <= end <= len(text)]
    rest = rest_of(text, stretches)
    assert whole(rest, len(text), reversed(stretches)) == text
    covered = {place for start, end, _ in stretches for place in range(start, end)}
    assert len(rest) == len(text) - len(covered)


def test_a_text_of_nothing_but_tasks_has_no_rest() -> None:
    assert rest_of("一、清淤。", [(0, 5, "一、清淤。")]) == ""
    assert whole("", 5, [(0, 5, "一、清淤。")]) == "一、清淤。"


def test_a_task_that_stands_elsewhere_takes_nothing_out() -> None:
    for wrong in ((1, 6, "一、清淤。"), (0, 4, "一、清淤。"), (0, 5, "一、清洗。")):
        assert rest_of("一、清淤。\n完", [wrong]) == "一、清淤。\n完"
        assert whole("一、清淤。\n完", 7, [wrong]) == "一、清淤。\n完"
