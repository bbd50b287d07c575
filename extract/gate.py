"""The gate before a change to extraction: gold, floors, and what was gained and lost since the last accepted state.

Beside the gold lies `accepted.json`: the figures that were last accepted, what was wrong then, and a fingerprint of the gold. Floors stand
in `quality.toml` in the gold's folder or one of the two above it, a section a gold folder. Accepting raises floors to what is reached;
only an explicit `lower` lets one fall. Rejected: a floor for the mean over all elements, which hides a loss in a small one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from pathlib import Path
from typing import Any

from extract.errors import BadRequest, DocumentError
from extract.pipeline import extract_file
from extract.quality import Figure, Outcome, compare, figures

ACCEPTED = "accepted.json"
FLOORS = "quality.toml"
DEPTH = 3  # how deep sources are looked for below a folder: gold lies beside its sources, not above a whole disk
_HEAD = """# Floors of extraction on gold, per element (F1, or the share of what is right), in hundredths rounded down.
# Written by `zeren check --gold DIR --accept`, which raises them; `--lower` as well lets one fall, and says so in the difference.
"""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """How the extraction of a gold folder's sources came out; `problems` name sources that are missing or cannot be read."""

    folder: Path
    fingerprint: str
    outcomes: tuple[Outcome, ...]
    problems: tuple[str, ...] = ()

    @property
    def figures(self) -> dict[str, Figure]:
        """Precision, recall and F1 of each element."""
        return figures(self.outcomes)

    @property
    def wrong(self) -> Counter[str]:
        """What was missed or made up, each on one line."""
        return Counter(str(outcome).split(", read ")[0] for outcome in self.outcomes if outcome.verdict != "found")


@dataclass(frozen=True, slots=True)
class Accepted:
    """The state that was last accepted."""

    fingerprint: str
    f1: Mapping[str, float] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)


def check(folder: Path, *, sources: Sequence[Path] = (), watch: Callable[[list[Json]], Iterable[Json]] = iter) -> Check:
    """Extracts the source of every gold file in the folder and compares; a source that fails counts as read empty, and is named.

    A source is looked for beside the gold and in the folder above it, unless `sources` names other folders, nearest first.
    `watch` passes the gold files through and may show how far it is.
    """
    gold = list(read_gold(folder))
    if not gold:
        raise BadRequest(f"{folder}: there is no gold here; gold is a .json file with 'source' and 'documents'")
    places: dict[str, Path] = {}
    for place in reversed(sources or (folder, folder.parent)):
        places.update(_places(place.resolve()))
    outcomes: list[Outcome] = []
    problems = []
    for wanted in watch(gold):
        read: Json = {"documents": []}
        path = places.get(wanted["source"])
        if path is None:
            problems.append(f"{wanted['source']}: not found; name the folder of the sources with --sources")
        else:
            try:
                read = extract_file(path).as_json()
            except DocumentError as error:
                problems.append(str(error))
        outcomes += compare(wanted, read)
    return Check(folder, fingerprint(folder), tuple(outcomes), tuple(problems))


def read_gold(folder: Path) -> Iterator[Json]:
    """The gold files of a folder by name; other JSON in it (searches, questions, the accepted state) is passed over."""
    for path in sorted(folder.glob("*.json")):
        try:
            content = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise BadRequest(f"{path}: is not JSON ({error})") from error
        if isinstance(content, dict) and "documents" in content and "source" in content:
            yield content


def fingerprint(folder: Path) -> str:
    """A digest of the gold, so that figures are only held against figures of the same gold."""
    digest = hashlib.sha256()
    for content in read_gold(folder):
        digest.update(json.dumps(content, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def _places(folder: Path) -> dict[str, Path]:
    """The files below a folder by name, nearer ones first."""
    found: dict[str, Path] = {}
    top = len(folder.parts)
    for root, folders, names in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if len(here.parts) - top < DEPTH else []
        for name in names:
            found.setdefault(name, here / name)
    return found


def read_accepted(folder: Path) -> Accepted | None:
    """The last accepted state of a gold folder, if there is one."""
    path = folder / ACCEPTED
    if not path.exists():
        return None
    content = json.loads(path.read_text("utf-8"))
    return Accepted(content["fingerprint"], content["f1"], Counter(content["wrong"]))


def changes(now: Check, accepted: Accepted) -> tuple[list[str], list[str]]:
    """What is right now and was not, and what is wrong now and was not."""
    gains, losses = accepted.wrong - now.wrong, now.wrong - accepted.wrong
    return sorted(gains.elements()), sorted(losses.elements())


def read_floors(folder: Path) -> tuple[Path | None, dict[str, float]]:
    """The file that holds the floors of a gold folder, and the floors."""
    folder = folder.resolve()
    for place in (folder, folder.parent, folder.parent.parent):
        path = place / FLOORS
        if path.exists():
            for section in tomllib.loads(path.read_text("utf-8")).values():
                if (place / section["gold"]).resolve() == folder:
                    return path, {name: value for name, value in section.items() if name != "gold"}
            return path, {}
    return None, {}


def below_floors(now: Check, floors: Mapping[str, float]) -> list[str]:
    """Every element that came out under its floor, in a sentence each."""
    reached = now.figures
    missing = Figure(0, 0.0, 0.0)
    return [
        f"{element} is {reached.get(element, missing).f1:.3f}, below its floor of {lowest:.2f}"
        for element, lowest in floors.items()
        if reached.get(element, missing).f1 < lowest
    ]


def accept(now: Check, *, lower: bool = False) -> Path:
    """Keeps this state as the accepted one and raises its floors; answers the file of the floors."""
    state = {
        "fingerprint": now.fingerprint,
        "f1": {element: round(figure.f1, 4) for element, figure in now.figures.items()},
        "wrong": sorted(now.wrong.elements()),
    }
    (now.folder / ACCEPTED).write_text(json.dumps(state, ensure_ascii=False, indent=1) + "\n", "utf-8")
    path, floors = read_floors(now.folder)
    path = path or now.folder / FLOORS
    reached = {element: floor(figure.f1 * 100 + 1e-9) / 100 for element, figure in now.figures.items()}
    kept = reached if lower else {element: max(value, floors.get(element, 0.0)) for element, value in reached.items()}
    _write_floors(path, now.folder.resolve(), {**floors, **kept})
    return path


def _write_floors(path: Path, folder: Path, floors: Mapping[str, float]) -> None:
    sections = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    where = Path(os.path.relpath(folder, path.parent.resolve())).as_posix()
    name = next((name for name, section in sections.items() if section["gold"] == where), folder.name)
    sections[name] = {"gold": where, **floors}
    lines = [_HEAD]
    for name, section in sections.items():
        lines += [f"[{json.dumps(name, ensure_ascii=False)}]", f"gold = {json.dumps(section['gold'], ensure_ascii=False)}"]
        lines += [f"{json.dumps(key)} = {value:.2f}" for key, value in section.items() if key != "gold"]
        lines.append("")
    path.write_text("\n".join(lines), "utf-8")
