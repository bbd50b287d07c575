"""Commands that read files: into the store, into JSON, and against gold; and those about what the store then holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ui.console import complain, say, say_json, steps_on_stderr, with_progress
from ui.options import FAILED, OK, Issuer, Json, Place, files_named
from ui.problems import for_reader


def extract(files: Annotated[list[str], Parameter(name="FILE", negative="")], /, *, json: Json = False) -> int:
    """Take tasks, units, deadlines, targets and citations out of files; nothing is stored.

    With --json, one JSON object a file, one a line, in the order of the files.
    """
    from ui.batch import extract_files

    paths = files_named(files)
    failed = _nothing_there(files) if not paths else 0
    for outcome in with_progress(extract_files(paths), total=len(paths), label="Extracting"):
        if outcome.line is None:
            failed += 1
            complain(for_reader(outcome.problem or f"{outcome.path.name}: cannot be read", "DocumentError"))
        elif json:
            say(outcome.line)
        else:
            from ui.printing import print_extraction

            print_extraction(outcome.line)
    return FAILED if failed else OK


def ingest(
    paths: Annotated[list[str], Parameter(name="PATH", negative="")],
    /,
    *,
    issuer: Issuer = None,
    place: Place = None,
    json: Json = False,
) -> int:
    """Read files, and all files below folders, into the store; says per file what was read or why not."""
    from search_api.settings import read_settings
    from ui.feeding import fed_as_json, feed
    from ui.printing import print_fed
    from ui.reaching import reach

    found = files_named(paths)
    failed = _nothing_there(paths) if not found else 0
    results = []
    with reach(read_settings()) as client:
        for fed in with_progress(feed(client, found, issuer=issuer, place=place), total=len(found), label="Reading"):
            results.append(fed)
            if not json:
                print_fed(fed)
            if fed.failed:
                failed += 1
                complain(for_reader(fed.file.problem or f"{fed.path.name}: cannot be read", "DocumentError"))
    if json:
        say_json(fed_as_json(results))
    return FAILED if failed else OK


def _nothing_there(names: list[str]) -> int:
    complain(f"{', '.join(names)}: no file is there; name files, or folders that hold some")
    return 1


def check(
    *,
    gold: Annotated[Path, Parameter(help="A folder of gold: extractions that a person made.")],
    sources: Annotated[Path | None, Parameter(help="Where the gold's files are; by default beside the gold or one folder up.")] = None,
    accept: Annotated[bool, Parameter(negative="", help="Keep this state as the accepted one and raise its floors.")] = False,
    lower: Annotated[bool, Parameter(negative="", help="With --accept: let floors fall to what is reached.")] = False,
    misses: Annotated[bool, Parameter(negative="", help="Name everything that is missed or made up.")] = False,
    json: Json = False,
) -> int:
    """Hold extraction against gold: figures, gains and losses since the last accepted state; 1 below the floors."""
    from ui.checking import run_check

    well = run_check(gold, sources=sources, accepting=accept, lower=lower, misses=misses, as_json=json)
    return OK if well else FAILED


def status(*, json: Json = False) -> int:
    """Say what the store holds, with a checksum over everything in it."""
    from search_api.settings import read_settings
    from ui.printing import print_status
    from ui.reaching import reach

    with reach(read_settings()) as client:
        state = client.status()
    if json:
        say_json(state.model_dump(mode="json"))
    else:
        print_status(state)
    return OK


def remove(documents: Annotated[list[str], Parameter(name="DOCUMENT", negative="")], /, *, json: Json = False) -> int:
    """Take documents out of the store by their ids, with all that only they supported."""
    from search_api.settings import read_settings
    from ui.client import ApiProblem
    from ui.reaching import reach

    removed: list[str] = []
    failed: list[dict[str, str]] = []
    with reach(read_settings()) as client:
        for document in documents:
            try:
                if not document.strip():
                    raise ApiProblem(404, "there is no document without an id")
                client.remove(document)
            except ApiProblem as problem:
                failed.append({"document": document, "problem": str(problem)})
                complain(f"{document}: {for_reader(str(problem), problem.kind)}")
            else:
                removed.append(document)
                if not json:
                    say(f"{document}: removed")
    if json:
        say_json({"removed": removed, "failed": failed})
    return FAILED if failed else OK


def rebuild(*, json: Json = False) -> int:
    """Make graph and index anew from the originals and decisions; no API may run over the data folder meanwhile."""
    from search_api.rebuild import rebuild as make_anew
    from search_api.settings import read_settings
    from ui.printing import print_status

    done = make_anew(read_settings(), progress=steps_on_stderr("Reading again"))
    for error in done.errors:
        complain(for_reader(str(error), type(error).__name__))
    if json:
        say_json({**done.status.model_dump(mode="json"), "failed": [str(error) for error in done.errors]})
    else:
        print_status(done.status)
    return FAILED if done.errors else OK
