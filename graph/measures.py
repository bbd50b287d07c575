"""Units of measure that can be compared: 1.5万亩 and 10平方公里 are both areas."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import load_lexicon

_SCALES = {"万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4, "千": 1e3, "百": 1e2}
_SCALE = re.compile("|".join(sorted(_SCALES, key=len, reverse=True)))


def to_base(value: float, unit: str | None) -> tuple[float, str] | None:
    """A value in the base unit of its kind, or None where the unit has none: such a value is comparable to one of the same unit only.

    >>> to_base(1.5, "万亩"), to_base(10, "平方公里")
    ((10000000.0, '平方米'), (10000000.0, '平方米'))
    >>> to_base(40, "公里"), to_base(97, "%"), to_base(3, "级")
    ((40000.0, '米'), (97.0, '%'), None)
    """
    text = "".join((unit or "").split())
    known = _known()
    if text in known:
        base, factor = known[text]
    elif (scale := _SCALE.match(text)) and text[scale.end() :] in known:
        base, factor = known[text[scale.end() :]]
        factor *= _SCALES[scale.group()]
    else:
        return None
    # Rounded, so that 亩 (10000/15 m²) does not leave dust in the sixteenth digit.
    return float(f"{value * factor:.12g}"), base


@cache
def _known() -> dict[str, tuple[str, float]]:
    return {entry["name"]: (entry["base"], entry["factor"]) for entry in load_lexicon("measures", package="graph")}
