"""How Python itself goes on while many files are loaded: threads take turns more often, the collector of garbage looks more rarely."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

from extract.shared_state import SharedState

# Seconds that a thread keeps Python's lock while another waits. The embedded engine's `COPY` asks for it some 1,600 times in a large load;
# beside a busy thread it waits a turn each time: 7.9 s by turns of 5 ms, 0.7 s by these, and the other thread is not slower.
TURN = 0.0002
# Rows are tuples by the hundred thousand, none of which is garbage: looked through every 700 objects they took 5 % of a load.
NEW_OBJECTS, YOUNG, OLD = 100_000, 20, 20


def _quicken() -> Callable[[], None]:
    turn, threshold = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(TURN)
    gc.set_threshold(NEW_OBJECTS, YOUNG, OLD)

    def slow_down() -> None:
        sys.setswitchinterval(turn)
        gc.set_threshold(*threshold)

    return slow_down


_QUICK = SharedState(_quicken)


def pace_of_loads() -> AbstractContextManager[None]:
    """Sets this pace until the last load that runs is done.

    >>> before = sys.getswitchinterval(), gc.get_threshold()
    >>> with pace_of_loads(), pace_of_loads():
    ...     sys.getswitchinterval() < before[0], gc.get_threshold()[0] > before[1][0]
    (True, True)
    >>> (sys.getswitchinterval(), gc.get_threshold()) == before
    True
    """
    return _QUICK.held()
