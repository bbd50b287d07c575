"""The command line: the words of the library as commands.

Every command takes `--json` (one object on standard output and nothing else there), shows progress and problems on standard error,
and exits 0 when all went well, 1 where a file or a question failed (each named), 2 for wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter

from ui.console import complain, say, use_utf8, with_progress

OK, FAILED, USAGE = 0, 1, 2

app = App(
    name="zeren",
    help="Who is responsible for what, by when: reads Chinese policy documents and answers with evidence.",
    help_format="plaintext",
    version_flags=["--version"],
)

Json = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON on standard output and nothing else there.")]


@app.command
def extract(files: Annotated[list[Path], Parameter(name="FILE", negative="")], /, *, json: Json = False) -> int:
    """Take tasks, units, deadlines, targets and citations out of files; nothing is stored.

    With --json, one JSON object a file, one a line, in the order of the files.
    """
    from ui.batch import extract_files, files_under
    from ui.printing import print_extraction

    paths = files_under(files)
    failed = 0
    for outcome in with_progress(extract_files(paths), total=len(paths), label="Extracting"):
        if outcome.line is None:
            failed += 1
            complain(outcome.problem or f"{outcome.path.name}: cannot be read")
        elif json:
            say(outcome.line)
        else:
            print_extraction(outcome.line)
    return FAILED if failed else OK


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and exits with its code."""
    use_utf8()
    try:
        code = app(arguments, exit_on_error=False, print_error=True, result_action="return_value")
    except CycloptsError:
        code = USAGE
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # The reader of our output (`head`) went away: nothing more to say, and nothing to complain about.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    sys.exit(code if isinstance(code, int) else OK)
