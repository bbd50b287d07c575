"""How often an address has said a wrong token, and how long it must wait before it may try again."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

# Nobody types ten wrong tokens a minute; a program that guesses gets no further than 14,400 a day, of a token that should have 2^128.
MOST_FAILURES = 10
SECONDS = 60.0
MOST_ADDRESSES = 10_000


class Attempts:
    """Failures by address. What waits is every request of the address: a right guess among wrong ones must not be told apart."""

    def __init__(self, *, most: int = MOST_FAILURES, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        """After `most` failures within `seconds` an address waits until so many seconds have passed since the first of them."""
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._failures: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str) -> int:
        """Whole seconds that an address has to wait; 0 where it may try.

        >>> attempts = Attempts(most=2, seconds=60, clock=lambda: 0.0)
        >>> attempts.failed("10.0.0.7"); attempts.failed("10.0.0.7")
        >>> attempts.wait("10.0.0.7"), attempts.wait("10.0.0.8")
        (60, 0)
        """
        with self._lock:
            recent = self._recent(address)
            return math.ceil(recent[0] + self._seconds - self._clock()) if len(recent) >= self._most else 0

    def failed(self, address: str) -> None:
        """Notes a wrong token."""
        with self._lock:
            self._failures[address] = [*self._recent(address), self._clock()][-self._most :]
            self._failures.move_to_end(address)
            while len(self._failures) > MOST_ADDRESSES:
                self._failures.popitem(last=False)

    def _recent(self, address: str) -> list[float]:
        begin = self._clock() - self._seconds
        return [moment for moment in self._failures.get(address, []) if moment > begin]
