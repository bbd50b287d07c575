"""Makes source and gold of annotated texts: `python tests/gold/annotate.py FOLDER`.

Writes FOLDER/NAME.txt and FOLDER/NAME.json for each FOLDER/NAME.ann.

An annotated text is the document as it is printed, with marks that say what an annotator reads in it by the rules of the contract:

    #document title=…; kind=plan; year=2024; issuer=…; doc_number=…; issued_on=2024-03-01
                                            begins a document (a value left out is null)
    #task NUMBER | PATH / PATH | TITLE      begins a task; NUMBER `-` is null; TITLE may be left out:
                                            then the first line up to the first 。 without label; `#task?` is scored neither way
    #elements documents tasks …             on top of a file: all that its gold says something of (left out: everything)
    #end                                    ends it (the next #task or #document does, too)
    {L:市水务局} {R:…} {S:…} {J:…}            a unit: lead, responsible, support, subject; `{R:财政局=市财政局}` gives the canonical name
    {D:6月底前|..2024-06-30}                 a deadline, from..to, either side may be empty; `|P3M*1` at least once
                                            a quarter, `|P1M`; `|` alone: no date
    {T:森林覆盖率达62%以上|森林覆盖率|>=|62|%}   a target: indicator, comparator, value, unit, then if need be direction,
                                            status, baseline, and the fields that may be read either way, with commas
    {C:年度考核办法}                          a citation; `{C:年度考核办法|云考〔2024〕3号}` with its number
    {P:…|…}                                 a past deadline (finished work), not scored
    {U:市农业农村局|responsible}              a unit that binds the task and is printed elsewhere (a merged cell, a lead
                                            sentence): nothing is printed
    a `?` after the letter (`{R?:…}`)       marks the element optional: scored neither way
    a `!` before the letter (`{!T:…}`)      prints nothing: the text stands elsewhere in the item, inside other marks
Marks may nest. Lines that begin with `#` are no part of the document.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROLES = {"L": "lead", "R": "responsible", "S": "support", "J": "subject"}
LABEL = re.compile(
    r"\s*(?:[（(〔][一二三四五六七八九十]+[)）〕]|[一二三四五六七八九十]+、|\d+[.、．]|[一二三四五六七八九十]+是|第[一二三四五六七八九十百]+条)\s*"
)


def strip_marks(line: str, found: list[tuple[str, bool, str, str]]) -> str:
    """The line as it is printed; what its marks say is appended to `found` as letter, optional, text, argument."""
    out: list[str] = []
    stack: list[tuple[bool, str, bool, int]] = []
    position = 0
    opening = re.compile(r"\{(!)?([LRSJDTCPU])(\?)?:")
    while position < len(line):
        match = opening.match(line, position)
        if match:
            stack.append((bool(match[1]) or match[2] == "U", match[2], bool(match[3]), len(out)))
            position = match.end()
        elif line[position] == "}" and stack:
            silent, letter, optional, start = stack.pop()
            raw = "".join(out[start:])
            text, _, argument = raw.partition("|")
            if letter in ROLES and "=" in text:
                text, _, argument = text.partition("=")
            del out[start:]
            out.extend("" if silent else text)
            found.append((letter, optional, text, argument))
            position += 1
        else:
            out.append(line[position])
            position += 1
    if stack:
        raise ValueError(f"a mark is not closed: {line}")
    return "".join(out)


def as_deadline(text: str, argument: str, *, past: bool) -> dict[str, Any]:
    """`..2024-06-30`, `2024-01-01..`, `P3M*1` or nothing."""
    out: dict[str, Any] = {"text": text, "from": None, "to": None, "recurrence": None}
    if argument.startswith("P"):
        every, _, times = argument.partition("*")
        out["recurrence"] = {"every": every, "times": int(times) if times else None}
    elif ".." in argument:
        start, _, end = argument.partition("..")
        out["from"], out["to"] = start or None, end or None
    return out | ({"past": True} if past else {})


def as_target(text: str, argument: str) -> dict[str, Any]:
    """indicator|comparator|value|unit|direction|status|baseline|open fields."""
    parts = [part.strip() or None for part in argument.split("|")] + [None] * 8
    either = {"optional_fields": parts[7].split(",")} if parts[7] else {}
    return either | {
        "text": text,
        "indicator": parts[0],
        "comparator": parts[1] or "==",
        "value": float(parts[2] or "nan"),
        "unit": parts[3],
        "direction": parts[4],
        "status": parts[5] or "target",
        "baseline": parts[6],
    }


def add_marks(task: dict[str, Any], found: list[tuple[str, bool, str, str]]) -> None:
    """Files what the marks of a line say under the task."""
    for letter, optional, text, argument in found:
        extra = {"optional": True} if optional else {}
        if letter in ROLES:
            task["units"].append({"name": text, "role": ROLES[letter], "canonical": argument or None} | extra)
        elif letter == "U":
            task["units"].append({"name": text, "role": argument, "canonical": None} | extra)
        elif letter in "DP":
            task["deadlines"].append(as_deadline(text, argument, past=letter == "P") | extra)
        elif letter == "T":
            task["targets"].append(as_target(text, argument) | extra)
        else:
            task["citations"].append({"title": text, "doc_number": argument or None} | extra)


def convert(path: Path) -> None:
    """Writes source and gold of one annotated text beside it."""
    printed: list[str] = []
    documents: list[dict[str, Any]] = []
    task: dict[str, Any] | None = None
    elements: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#document"):
            fields = dict(part.strip().split("=", 1) for part in line[len("#document") :].split(";") if "=" in part)
            documents.append(
                {key: fields.get(key) or None for key in ("title", "kind", "issuer", "doc_number", "issued_on")}
                | {"year": int(fields["year"]) if fields.get("year") else None, "tasks": [], "citations": []}
            )
            if fields.get("optional"):
                documents[-1]["optional_fields"] = fields["optional"].split(",")
            task = None
        elif line.startswith("#task"):
            optional = line.startswith("#task?")
            parts = [part.strip() for part in line.removeprefix("#task").removeprefix("?").split("|")] + ["", ""]
            task = {
                "number": None if parts[0] in ("-", "") else parts[0],
                "path": [step.strip() for step in parts[1].split(" / ") if step.strip()],
                "title": parts[2] or None,
                "units": [],
                "deadlines": [],
                "targets": [],
                "citations": [],
            } | ({"optional": True} if optional else {})
            documents[-1]["tasks"].append(task)
        elif line.startswith("#elements"):
            elements = line.split()[1:]
        elif line.startswith("#end"):
            task = None
        elif not line.startswith("#"):
            found: list[tuple[str, bool, str, str]] = []
            text = strip_marks(line, found)
            printed.append(text)
            if task is not None:
                if task["title"] is None and text.strip():
                    task["title"] = LABEL.sub("", text, count=1).split("。")[0].strip()
                add_marks(task, found)
            elif found:
                documents[-1]["citations"] += [
                    {"title": t, "doc_number": a or None} | ({"optional": True} if o else {}) for letter, o, t, a in found if letter == "C"
                ]
    path.with_suffix(".txt").write_text("\n".join(printed) + "\n", "utf-8")
    gold = {"source": path.with_suffix(".txt").name} | ({"elements": elements} if elements else {}) | {"documents": documents}
    path.with_suffix(".json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        for annotated in sorted(Path(folder).glob("*.ann")):
            convert(annotated)
