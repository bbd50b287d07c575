"""`zeren check`: prints how extraction stands against gold, and what was gained and lost since the last accepted state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import corpus
from extract.gate import Accepted, Check, accept, below_floors, changes, check, read_accepted, read_floors
from ui.console import complain, say, say_json, with_progress


def run_check(folder: Path, *, sources: Path | None, accepting: bool, lower: bool, misses: bool, as_json: bool) -> bool:
    """Checks, prints, accepts if asked; whether all is well: every source read, no floor undercut, the gold the accepted one."""
    places = (sources,) if sources is not None else (folder, folder.parent, corpus.folder())
    now = check(folder, sources=places, watch=lambda gold: with_progress(gold, total=len(gold), label="Checking"))
    accepted = read_accepted(folder)
    if accepting:
        accept(now, lower=lower)
    _, floors = read_floors(folder)
    report = _report(now, accepted, floors)
    if accepted is not None and accepted.fingerprint != now.fingerprint and not accepting:
        report["problems"].append("the gold is not the one of the accepted state; look at the difference, then accept it with --accept")
    if as_json:
        say_json(report)
    else:
        _print(report, now if misses else None, accepted)
    return not report["problems"] and not report["below"]


def _report(now: Check, accepted: Accepted | None, floors: dict[str, float]) -> dict[str, Any]:
    gains, losses = changes(now, accepted) if accepted is not None else ([], [])
    figures = {
        element: {
            "gold": figure.gold,
            "precision": round(figure.precision, 4),
            "recall": round(figure.recall, 4),
            "f1": round(figure.f1, 4),
            "floor": floors.get(element),
        }
        for element, figure in now.figures.items()
    }
    return {"figures": figures, "gains": gains, "losses": losses, "below": below_floors(now, floors), "problems": list(now.problems)}


def _print(report: dict[str, Any], wrong: Check | None, accepted: Accepted | None) -> None:
    say(f"{'element':<12}{'gold':>7}{'precision':>11}{'recall':>8}{'F1':>8}{'floor':>8}")
    for element, row in report["figures"].items():
        lowest = "" if row["floor"] is None else f"{row['floor']:.2f}"
        say(f"{element:<12}{row['gold']:>7}{row['precision']:>11.3f}{row['recall']:>8.3f}{row['f1']:>8.3f}{lowest:>8}")
    if accepted is None:
        say("no state was accepted yet; --accept keeps this one")
    else:
        say(f"since the accepted state: {len(report['gains'])} gained, {len(report['losses'])} lost")
    for sign, items in (("+", report["gains"]), ("-", report["losses"])):
        for item in items:
            say(f"{sign} {item}")
    if wrong is not None:
        for outcome in wrong.outcomes:
            if outcome.verdict != "found":
                say(f"  {outcome}")
    for sentence in (*report["below"], *report["problems"]):
        complain(sentence)
