"""Deadlines by Zeren, JioNLP and Recognizers-Text over the same sentences.

`pip install -e ".[benchmarks]"`, then `python benchmarks/time_expressions.py [GOLD_FOLDER SOURCE_FOLDER …]`.

The sentences are those of `tests/cases/deadlines.toml` (no table cells) and the tasks of the annotated documents under `tests/gold`.
A reading is right if its last day (or, where there is none, its first) is that of the gold, and for a recurrence its period: how often
at least, which end is open and what is no deadline at all are more than the others set out to read. All three get the year of the
document.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from extract.deadlines import find_deadlines
from extract.frame import Frame, Head, Item, Span
from extract.pipeline import extract_file

ROOT = Path(__file__).parent.parent
FOLDERS = (
    (ROOT / "tests/gold/corpus", ROOT / "corpus"),
    (ROOT / "tests/gold/forms", ROOT / "tests/gold/forms"),
    (ROOT / "tests/gold/offices", ROOT / "tests/gold/offices"),
)

Value = tuple[str, str]  # what kind, and the last day, first day or period


class Sentence(NamedTuple):
    """A text, the year of its document, what it means, and what may be found without reward."""

    text: str
    year: int | None
    kind: str
    path: tuple[str, ...]
    right: list[Value]
    excused: list[Value]


def value_of(first: str | None, last: str | None, every: str | None) -> Value | None:
    """What is compared of a deadline: its period, or its last (else its first) day."""
    if every:
        return "every", {"P1W": "P7D", "P12M": "P1Y", "P2W": "P14D"}.get(every, every)
    day = last or first
    return ("day", day) if day else None


def gold_sentences(folders: tuple[tuple[Path, Path], ...]) -> Iterator[Sentence]:
    """The tasks of annotated documents, with the text that the reader gives them."""
    for gold_folder, source_folder in folders:
        for path in sorted(gold_folder.glob("*.json")):
            gold = json.loads(path.read_text("utf-8"))
            source = (
                next((found for found in source_folder.rglob(Path(gold.get("source", "-")).name)), None) if isinstance(gold, dict) else None
            )
            if source is None or "documents" not in gold:
                continue
            read = {(task.number, task.title): task for document in extract_file(source).documents for task in document.tasks}
            for document in gold["documents"]:
                for task in document["tasks"]:
                    found = read.get((task["number"], task["title"]))
                    if found is None:
                        continue
                    right, excused = [], []
                    for deadline in task.get("deadlines", []):
                        value = value_of(deadline.get("from"), deadline.get("to"), (deadline.get("recurrence") or {}).get("every"))
                        if value:
                            (excused if deadline.get("optional") or deadline.get("past") else right).append(value)
                    yield Sentence(found.text, document.get("year"), document["kind"], tuple(task.get("path", ())), right, excused)


def case_sentences() -> Iterator[Sentence]:
    """The project's own cases, without those of table cells and of finished work."""
    for case in tomllib.loads((ROOT / "tests/cases/deadlines.toml").read_text("utf-8"))["case"]:
        if case.get("cell"):
            continue
        right, excused = [], []
        for expected in case["expect"]:
            if value := value_of(expected.get("from"), expected.get("to"), expected.get("every")):
                (excused if expected.get("past") else right).append(value)
        text = case["text"].replace("⟦", "").replace("⟧", "")
        yield Sentence(text, case.get("year"), case.get("kind", "plan"), tuple(case.get("path", ())), right, excused)


def by_zeren(sentence: Sentence) -> list[Value]:
    """The deadlines that Zeren finds."""
    text = sentence.text
    frame = Frame("sentence", text, (), Head(kind=sentence.kind, year=sentence.year))  # type: ignore[arg-type]
    item = Item(None, sentence.path, 0, len(text), Span(0, len(text)), (Span(0, len(text)),))
    found = []
    for deadline in find_deadlines(frame, (item,))[0]:
        first, last = (day.isoformat() if day else None for day in (deadline.from_, deadline.to))
        value = value_of(first, last, deadline.recurrence.every if deadline.recurrence else None)
        if value and not deadline.past:
            found.append(value)
    return found


def by_jionlp(sentence: Sentence) -> list[Value]:
    """The times that JioNLP finds."""
    import jionlp

    found = []
    base = {"year": sentence.year or 2024, "month": 1, "day": 1}
    try:
        times = jionlp.ner.extract_time(sentence.text, time_base=base, with_parsing=True)
    except Exception:  # noqa: BLE001 - a failure of the library on a sentence is a miss of the library, and the run goes on
        return []
    letters = {"year": "Y", "month": "M", "day": "D", "hour": "H"}
    for one in times:
        detail = one.get("detail") or {}
        said = detail.get("time")
        if detail.get("type") == "time_period" and isinstance(said, dict):
            delta = {unit: size for unit, size in (said.get("delta") or {}).items() if unit in letters and isinstance(size, int | float)}
            if len(delta) == 1:
                (unit, size) = next(iter(delta.items()))
                found.append(("every", f"P{size:g}{letters[unit]}"))
        elif isinstance(said, list) and len(said) == 2:
            first, last = ((day or "")[:10] for day in said)
            day = last if last[:2] in ("19", "20") else first
            if day[:2] in ("19", "20"):
                found.append(("day", day))
    return found


def by_recognizers(sentence: Sentence) -> list[Value]:
    """The times that Recognizers-Text finds."""
    from recognizers_date_time import recognize_datetime
    from recognizers_text import Culture

    found = []
    for one in recognize_datetime(sentence.text, Culture.Chinese, reference=datetime(sentence.year or 2024, 1, 1)):
        values = (one.resolution or {}).get("values") or []
        if not values:
            continue
        said = values[-1]
        if said.get("type") == "set":
            found.append(("every", said.get("timex", "")))
        elif end := said.get("end"):
            try:
                found.append(("day", (date.fromisoformat(end[:10]) - timedelta(days=1)).isoformat()))
            except ValueError:
                continue
        elif day := said.get("value") or said.get("start"):
            found.append(("day", day[:10]))
    return found


def measure(sentences: list[Sentence], read: Callable[[Sentence], list[Value]]) -> tuple[float, float, float, float]:
    """Precision, recall, F1, and characters a second."""
    hits = missed = made = 0
    started = time.perf_counter()
    for sentence in sentences:
        left = list(sentence.right)
        for value in read(sentence):
            if value in left:
                left.remove(value)
                hits += 1
            elif value not in sentence.excused:
                made += 1
        missed += len(left)
    seconds = time.perf_counter() - started
    precision, recall = hits / max(1, hits + made), hits / max(1, hits + missed)
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return precision, recall, f1, sum(len(sentence.text) for sentence in sentences) / seconds


def main(arguments: list[str]) -> None:
    """Prints one table."""
    logging.disable(logging.ERROR)  # JioNLP logs a traceback for each time that it cannot parse
    given = tuple((Path(gold), Path(source)) for gold, source in zip(arguments[::2], arguments[1::2], strict=True))
    sets = {"cases": list(case_sentences()), "annotated documents": list(gold_sentences(FOLDERS + given))}
    readers = {"Zeren": by_zeren, "JioNLP": by_jionlp, "Recognizers-Text": by_recognizers}
    print(f"{'sentences':<22}{'reader':<18}{'precision':>10}{'recall':>8}{'F1':>7}{'characters/s':>14}")
    for name, sentences in sets.items():
        for reader, read in readers.items():
            try:
                read(Sentence("6月底前完成。", 2024, "plan", (), [], []))
            except ImportError as missing:
                print(f'{name:<22}{reader:<18}not installed ({missing.name}): pip install -e ".[benchmarks]"')
                continue
            precision, recall, f1, speed = measure(sentences, read)
            print(f"{name:<22}{reader:<18}{precision:>10.3f}{recall:>8.3f}{f1:>7.3f}{speed:>14,.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])
