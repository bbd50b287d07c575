"""Anchors, made by the hundred thousand."""

from __future__ import annotations

from extract.records import Anchor


def place(
    *,
    page: int | None = None,
    box: tuple[float, float, float, float] | None = None,
    paragraph: int | None = None,
    sheet: str | None = None,
    row: int | None = None,
    column: int | None = None,
    element: str | None = None,
) -> Anchor:
    """An anchor without validation: its values come from a reader, and with every field given pydantic looks up no defaults.

    >>> place(page=2, row=3).row
    3
    """
    return Anchor.model_construct(page=page, box=box, paragraph=paragraph, sheet=sheet, row=row, column=column, element=element)
