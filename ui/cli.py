"""The command line: the words of the library as commands.

Every command takes `--json` (one object on standard output and nothing else there), shows progress and problems on standard error,
and exits 0 when all went well, 1 where a file or a question failed (each named), 2 for wrong usage. What a command needs is imported
inside it, so that `zeren extract` never waits for a graph or an app.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError

from extract.errors import BadRequest, SettingError, ZerenError
from ui.asking_commands import ask, cypher, due, export, search
from ui.console import complain, open_streams, stop_writing
from ui.options import FAILED, INTERRUPTED, OK, USAGE
from ui.problems import for_reader
from ui.reading_commands import check, extract, ingest, rebuild, remove, status
from ui.server_commands import run_app, serve, up

app = App(
    name="zeren",
    help="Who is responsible for what, by when: reads Chinese policy documents and answers with evidence.",
    help_format="plaintext",
    version_flags=["--version"],
    version=lambda: version("zeren"),
)
for command in (extract, ingest, search, ask, due, export, cypher, status, remove, rebuild, check, serve, up):
    app.command(command)
app.command(run_app, name="app")


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and exits with its code."""
    open_streams()
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
        # Here and not at the end of the interpreter, where nobody could say that it failed.
        sys.stdout.flush()
    except CycloptsError as error:
        complain(f"zeren: {_one_line(error)}")
        return USAGE
    except ZerenError as error:
        complain(f"zeren: {for_reader(str(error), getattr(error, 'kind', None) or type(error).__name__)}")
        return USAGE if _is_wrong_usage(error) else FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (`head`) went away: nothing more to say, and nothing to complain about.
        stop_writing()
        return FAILED
    except OSError as error:
        stop_writing()
        where = f"{error.filename}: " if error.filename else ""
        complain(f"zeren: {where}{error.strerror or error}")
        return FAILED
    return code if isinstance(code, int) else OK


def _is_wrong_usage(error: ZerenError) -> bool:
    """Whether a value that was given makes no sense; 422 is how the API says so of what it was asked."""
    return isinstance(error, SettingError | BadRequest) or getattr(error, "status", None) == 422


def _one_line(error: CycloptsError) -> str:
    return " ".join(str(error).split())


if __name__ == "__main__":
    main()
