"""Python's search for dead cycles, put off while one document is extracted.

Extraction makes tens of thousands of small objects that all live until the document is done, and none of them refers back to itself: the
collector would go over them again and again and find nothing, in an eighth of the whole time.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import AbstractContextManager

from extract.shared_state import SharedState


def _disable() -> Callable[[], None]:
    if not gc.isenabled():
        return lambda: None
    gc.disable()
    return gc.enable


_OFF = SharedState(_disable)


def collection_put_off() -> AbstractContextManager[None]:
    """Collection is off inside; with the last document that is being extracted it is again as it was before the first.

    >>> with collection_put_off():
    ...     with collection_put_off():
    ...         pass
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    return _OFF.held()
