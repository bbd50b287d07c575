"""The command line: the words of the library as commands.

Every command takes `--json` (one object on standard output and nothing else there), shows progress and problems on standard error,
and exits 0 when all went well, 1 where a file or a question failed (each named), 2 for wrong usage. What a command needs is imported
inside it, so that `zeren extract` never waits for a graph or an app.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from extract.errors import SettingError, ZerenError
from ui.console import complain, say, say_json, steps_on_stderr, use_utf8, with_progress

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

app = App(
    name="zeren",
    help="Who is responsible for what, by when: reads Chinese policy documents and answers with evidence.",
    help_format="plaintext",
    version_flags=["--version"],
    version=lambda: version("zeren"),
)

Json = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON on standard output and nothing else there.")]
Unit = Annotated[str | None, Parameter(help="Only what this unit has to do: a name, or the id of a unit.")]
Year = Annotated[int | None, Parameter(help="Only documents of this year.")]
GraphForm = Literal["csv", "graphml", "jsonld", "neo4j"]
Port = Annotated[int | None, Parameter(help="Listen there instead of where the settings say.")]


@app.command
def extract(files: Annotated[list[Path], Parameter(name="FILE", negative="")], /, *, json: Json = False) -> int:
    """Take tasks, units, deadlines, targets and citations out of files; nothing is stored.

    With --json, one JSON object a file, one a line, in the order of the files.
    """
    from ui.batch import extract_files, files_under

    paths = files_under(files)
    failed = 0
    for outcome in with_progress(extract_files(paths), total=len(paths), label="Extracting"):
        if outcome.line is None:
            failed += 1
            complain(outcome.problem or f"{outcome.path.name}: cannot be read")
        elif json:
            say(outcome.line)
        else:
            from ui.printing import print_extraction

            print_extraction(outcome.line)
    return FAILED if failed else OK


@app.command
def ingest(
    paths: Annotated[list[Path], Parameter(name="PATH", negative="")],
    /,
    *,
    issuer: Annotated[str | None, Parameter(help="Issuer of documents that name none.")] = None,
    place: Annotated[str | None, Parameter(help="Place of documents that name none.")] = None,
    json: Json = False,
) -> int:
    """Read files, and all files below folders, into the store; says per file what was read or why not."""
    from search_api.settings import read_settings
    from ui.batch import files_under
    from ui.feeding import fed_as_json, feed
    from ui.printing import print_fed
    from ui.reaching import reach

    found = files_under(paths)
    results = []
    with reach(read_settings()) as client:
        for fed in with_progress(feed(client, found, issuer=issuer, place=place), total=len(found), label="Reading"):
            results.append(fed)
            if not json:
                print_fed(fed)
            if fed.failed:
                complain(fed.file.problem or f"{fed.path.name}: was not read")
    if json:
        say_json(fed_as_json(results))
    return FAILED if any(fed.failed for fed in results) else OK


@app.command
def search(
    query: str,
    /,
    *,
    unit: Unit = None,
    year: Year = None,
    limit: Annotated[int, Parameter(help="How many to show.")] = 10,
    json: Json = False,
) -> int:
    """Find tasks by words and by meaning."""
    from search_api.settings import read_settings
    from ui.printing import print_found
    from ui.reaching import reach

    with reach(read_settings()) as client:
        found = client.search(query, unit=unit, year=year, limit=limit)
    if json:
        say_json(found.model_dump(mode="json"))
    else:
        print_found(found)
    return OK


@app.command
def ask(
    question: str, /, *, today: Annotated[date | None, Parameter(help="The day to count from, YYYY-MM-DD.")] = None, json: Json = False
) -> int:
    """Answer a question with facts and their evidence, or say that the documents hold no answer."""
    from search_api.settings import read_settings
    from ui.printing import print_answer
    from ui.reaching import reach

    with reach(read_settings()) as client:
        answer = client.ask(question, today=today)
    if json:
        say_json(answer.model_dump(mode="json"))
    else:
        print_answer(answer)
    return OK


@app.command
def due(
    *,
    unit: Unit = None,
    since: Annotated[date | None, Parameter(name="--from", help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[date | None, Parameter(name="--to", help="Last day, YYYY-MM-DD.")] = None,
    limit: Annotated[int, Parameter(help="How many to show.")] = 100,
    json: Json = False,
) -> int:
    """List what falls due, soonest first, with what is overdue marked."""
    from search_api.settings import read_settings
    from ui.printing import print_due
    from ui.reaching import reach

    with reach(read_settings()) as client:
        page = client.deadlines(since=since, until=until, unit=unit, limit=limit)
    if json:
        say_json(page.model_dump(mode="json"))
    else:
        print_due(page)
    return OK


@app.command
def export(
    output: Annotated[Path, Parameter(help="The file to write; its ending says the form: .xlsx, .csv or .json.")] = Path("ledger.xlsx"),
    /,
    *,
    unit: Unit = None,
    year: Year = None,
    document: Annotated[str | None, Parameter(help="Only the tasks of this document: its id.")] = None,
    form: Annotated[GraphForm | None, Parameter(help="Write the whole graph in this form instead of the ledger.")] = None,
    json: Json = False,
) -> int:
    """Write the ledger of tasks to a file; with --json, print it instead. With --form, write the whole graph."""
    from search_api.settings import read_settings

    if form is not None:
        from ui.graph_commands import export_graph

        export_graph(form, output, as_json=json)
        return OK
    from ui.ledger import all_tasks, write_ledger
    from ui.reaching import reach

    with reach(read_settings()) as client:
        tasks = list(all_tasks(client, unit=unit, year=year, document=document))
    if json:
        say_json({"total": len(tasks), "items": [task.model_dump(mode="json") for task in tasks]})
        return OK
    write_ledger(tasks, output)
    say(f"{output}: {len(tasks)} tasks")
    return OK


@app.command
def cypher(
    query: str,
    /,
    *,
    parameters: Annotated[str, Parameter(help="Values for the $names in it, as one JSON object.")] = "{}",
    json: Json = False,
) -> int:
    """Ask the graph in Cypher; the question may only read, for five seconds, and gets a thousand rows at most."""
    from ui.graph_commands import ask_in_cypher

    ask_in_cypher(query, parameters, as_json=json)
    return OK


@app.command
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


@app.command
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
                client.remove(document)
            except ApiProblem as problem:
                failed.append({"document": document, "problem": str(problem)})
                complain(f"{document}: {problem}")
            else:
                removed.append(document)
                if not json:
                    say(f"{document}: removed")
    if json:
        say_json({"removed": removed, "failed": failed})
    return FAILED if failed else OK


@app.command
def rebuild(*, json: Json = False) -> int:
    """Make graph and index anew from the originals and decisions; no API may run over the data folder meanwhile."""
    from search_api.rebuild import rebuild as make_anew
    from search_api.settings import read_settings
    from ui.printing import print_status

    done = make_anew(read_settings(), progress=steps_on_stderr("Reading again"))
    for error in done.errors:
        complain(str(error))
    if json:
        say_json({**done.status.model_dump(mode="json"), "failed": [str(error) for error in done.errors]})
    else:
        print_status(done.status)
    return FAILED if done.errors else OK


@app.command
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


@app.command
def serve(*, port: Port = None, json: Json = False) -> int:
    """Run the API alone, until Ctrl-C."""
    from search_api.settings import read_settings
    from ui.serving import serve_api

    serve_api(read_settings(**({} if port is None else {"port": port})), announce=_announce(json))
    return OK


@app.command(name="app")
def run_app(*, port: Port = None, json: Json = False) -> int:
    """Run the app alone, over the API that the settings name, until Ctrl-C."""
    from search_api.settings import read_settings
    from ui.serving import serve_app

    serve_app(read_settings(**({} if port is None else {"app_port": port})), announce=_announce(json))
    return OK


@app.command
def up(*, json: Json = False) -> int:
    """Run the API and the app together, until Ctrl-C; an empty store is filled with Zeren's own corpus first."""
    from search_api.settings import read_settings
    from ui.up import run_both

    run_both(read_settings(), announce=_announce(json))
    return OK


def _announce(json: bool) -> Callable[[dict[str, str]], None]:
    """How a server says its address, once it answers there."""

    def announce(addresses: dict[str, str]) -> None:
        if json:
            say_json(addresses)
        else:
            for name, address in addresses.items():
                say(f"{name}: {address}")
        sys.stdout.flush()

    return announce


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and exits with its code."""
    use_utf8()
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = app(arguments, exit_on_error=False, print_error=True, result_action="return_value")
    except CycloptsError:
        return USAGE
    except SettingError as error:
        complain(f"zeren: {error}")
        return USAGE
    except ZerenError as error:
        complain(f"zeren: {error}")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (`head`) went away: nothing more to say, and nothing to complain about.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return code if isinstance(code, int) else OK


if __name__ == "__main__":
    main()
