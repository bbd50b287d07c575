"""Which originals have pages, and what is to be marked on one."""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

Box = tuple[float, float, float, float]

PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
PAGED = (".pdf", *PICTURES)


class Quote(NamedTuple):
    """The part `start` to `end` of what is printed in a box, which as a whole is `text`."""

    box: Box
    text: str
    start: int
    end: int


def has_pages(source: str) -> bool:
    """Whether the pages of a file of this name can be shown as they are.

    >>> has_pages("要点.PDF"), has_pages("要点.docx"), has_pages("要点.zip")
    (True, False, False)
    """
    return PurePath(source).suffix.lower() in PAGED
