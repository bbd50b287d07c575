"""Python's search for dead cycles, put off while one document is extracted.

Extraction makes tens of thousands of small objects that all live until the document is done, and none of them refers back to itself: the
collector would go over them again and again and find nothing, in an eighth of the whole time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
# How many documents are being extracted, in all threads; whether the collector ran before the first of them.
_running = 0
_was_enabled = False


@contextmanager
def collection_put_off() -> Iterator[None]:
    """Collection is off inside; with the last document that is being extracted it is again as it was before the first.

    >>> with collection_put_off():
    ...     with collection_put_off():
    ...         pass
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    global _running, _was_enabled
    with _lock:
        if _running == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
        _running += 1
    try:
        yield
    finally:
        with _lock:
            _running -= 1
            if _running == 0 and _was_enabled:
                gc.enable()
