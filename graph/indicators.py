"""Indicators as targets print them, brought to one spelling; likeness beyond spelling is offered to a person, never taken for granted."""

from __future__ import annotations

import re

from graph.organs import clean_name

_AREA = re.compile(r"^(全[省市县区旗州镇乡]|[我本][省市县区旗州镇乡]|[省市县区](?=域|内))(?:的|内)?")
_SPELLINGS = (("万元GDP", "万元国内生产总值"), ("覆盖面", "覆盖率"))


def indicator_key(name: str) -> str:
    """The spelling by which equal indicators of several documents are joined.

    >>> indicator_key("全市 森林覆盖率"), indicator_key("万元GDP用水量")
    ('森林覆盖率', '万元国内生产总值用水量')
    """
    text = _AREA.sub("", clean_name(name).strip("“”《》"))
    for printed, meant in _SPELLINGS:
        text = text.replace(printed, meant)
    return text or clean_name(name)
