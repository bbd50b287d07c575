"""A state of the whole process that holds while any of its threads needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock


class SharedState:
    """`begin` brings the state about and returns what takes it back; with the last thread that leaves, all is as before the first.

    >>> said = []
    >>> def begin():
    ...     said.append("begun")
    ...     return lambda: said.append("ended")
    >>> state = SharedState(begin)
    >>> with state.held(), state.held():
    ...     said.append("held")
    >>> said
    ['begun', 'held', 'ended']
    """

    def __init__(self, begin: Callable[[], Callable[[], None]]) -> None:
        """Nothing is changed before the first thread needs it."""
        self._begin = begin
        self._end: Callable[[], None] | None = None
        self._needed_by = 0
        self._lock = Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """The state holds inside, whoever else enters or leaves meanwhile."""
        with self._lock:
            if self._end is None:
                self._end = self._begin()
            self._needed_by += 1
        try:
            yield
        finally:
            with self._lock:
                self._needed_by -= 1
                if not self._needed_by:
                    end, self._end = self._end, None
                    end()
