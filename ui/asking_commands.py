"""Commands that ask: search, questions, what falls due, the ledger and Cypher."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from extract.errors import BadRequest
from ui.console import complain, say, say_json
from ui.options import FAILED, OK, GraphForm, Hits, Json, Rows, Since, Today, Unit, Until, Year
from ui.problems import for_reader

if TYPE_CHECKING:
    from ui.client import ZerenClient


def search(query: str, /, *, unit: Unit = None, year: Year = None, limit: Hits = 10, json: Json = False) -> int:
    """Find tasks by words and by meaning."""
    from search_api.settings import read_settings
    from ui.printing import print_found
    from ui.reaching import reach

    if not query.strip():
        raise BadRequest("there is nothing to search for: name some words or a sentence")
    with reach(read_settings()) as client:
        found = client.search(query, unit=unit, year=year, limit=limit)
        _check_unit(client, unit, found.total)
    if json:
        say_json(found.model_dump(mode="json"))
    else:
        print_found(found)
    return OK


def ask(question: str, /, *, today: Today = None, json: Json = False) -> int:
    """Answer a question with facts and their evidence, or say that the documents hold no answer."""
    from search_api.settings import read_settings
    from ui.client import ApiProblem
    from ui.printing import print_answer
    from ui.reaching import reach

    with reach(read_settings()) as client:
        try:
            answer = client.ask(question, today=today)
        except ApiProblem as problem:
            # A question that failed, whatever the API calls it: 1, not the 2 of a bad option.
            complain(f"zeren: {for_reader(str(problem), problem.kind)}")
            return FAILED
    if json:
        say_json(answer.model_dump(mode="json"))
    else:
        print_answer(answer)
    return OK


def due(*, unit: Unit = None, since: Since = None, until: Until = None, limit: Rows = 100, json: Json = False) -> int:
    """List what falls due, soonest first, with what is overdue marked."""
    from search_api.settings import read_settings
    from ui.printing import print_due
    from ui.reaching import reach

    if since is not None and until is not None and since > until:
        raise BadRequest(f"--from {since} lies after --to {until}: exchange them")
    with reach(read_settings()) as client:
        page = client.deadlines(since=since, until=until, unit=unit, limit=limit)
        _check_unit(client, unit, page.total)
    if json:
        say_json(page.model_dump(mode="json"))
    else:
        print_due(page)
    return OK


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
    from ui.ledger import all_tasks, check_ledger, write_ledger
    from ui.reaching import reach

    if not json:
        check_ledger(output)
    with reach(read_settings()) as client:
        if document is not None:
            client.document(document)
        tasks = list(all_tasks(client, unit=unit, year=year, document=document))
        _check_unit(client, unit, len(tasks))
    if json:
        say_json({"total": len(tasks), "items": [task.model_dump(mode="json") for task in tasks]})
        return OK
    write_ledger(tasks, output)
    say(f"{output}: {len(tasks)} tasks")
    return OK


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


def _check_unit(client: ZerenClient, unit: str | None, found: int) -> None:
    """Says, where nothing was found, that it may be for the name: a slip of the pen would look like a unit without work."""
    if unit is not None and not found and not client.units(unit, limit=1).total:
        complain(f"no unit is called {unit}; `zeren search` finds the names that documents use")
