"""A few of the kills of `benchmarks/graph_kill.py`; fifty are run there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "graph_kill.py"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not for Windows")
def test_a_killed_load_loses_nothing_and_leaves_nothing_by_half() -> None:
    run = subprocess.run([sys.executable, str(SCRIPT), "--times", "3"], capture_output=True, text=True, timeout=180, check=False)
    assert run.returncode == 0, run.stderr
    assert "nothing acknowledged was lost" in run.stdout
