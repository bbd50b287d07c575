"""Drawn lines to the cells of tables, where no PDF is at hand for pdfplumber to look at: its own functions on our lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from extract.read_pdf_chars import Box

Segment = tuple[float, float, float, float]

_TOLERANCE = 3.0
_SHORTEST = 6.0
# The search for cells grows with the square of the lines; a drawing with more is no table.
_MOST_SEGMENTS = 3_000


def cells_of_segments(segments: Iterable[Segment]) -> list[list[Box]]:
    """The cells of each ruled table on a page, from lines `x0, top, x1, bottom` in points.

    >>> across = [(0, y, 200, y) for y in (0, 30, 60)]
    >>> down = [(x, 0, x, 60) for x in (0, 100, 200)]
    >>> len(cells_of_segments(across + down)[0])
    4
    """
    edges = [edge for segment in segments if (edge := _edge(segment)) is not None]
    if not 4 <= len(edges) <= _MOST_SEGMENTS:
        return []
    merged = merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    cells = intersections_to_cells(edges_to_intersections(merged, _TOLERANCE, _TOLERANCE))
    return [[(float(cell[0]), float(cell[1]), float(cell[2]), float(cell[3])) for cell in table] for table in cells_to_tables(cells)]


def _edge(segment: Segment) -> dict[str, Any] | None:
    x0, x1 = sorted((segment[0], segment[2]))
    top, bottom = sorted((segment[1], segment[3]))
    width, height = x1 - x0, bottom - top
    if max(width, height) < _SHORTEST or min(width, height) > _TOLERANCE:
        return None
    is_flat = width >= height
    if is_flat:
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if is_flat else "v",
    }
