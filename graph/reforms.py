"""Offices that reforms renamed: which unit of the same place another one was before, or became."""

from __future__ import annotations

from functools import cache

from extract.lexicon import load_lexicon


def renames_of(name: str) -> tuple[tuple[str, str, int], ...]:
    """The reforms that an office (without its place) took part in, as old name, new name and year.

    >>> renames_of("环境保护局")
    (('环境保护局', '生态环境局', 2019),)
    >>> [old for old, _, _ in renames_of("乡村振兴局")]
    ['扶贫开发办公室', '乡村振兴局']
    """
    return _by_name().get(name, ())


@cache
def _by_name() -> dict[str, tuple[tuple[str, str, int], ...]]:
    found: dict[str, list[tuple[str, str, int]]] = {}
    for entry in load_lexicon("reforms", package="graph"):
        for new in entry["to"]:
            rename = (entry["name"], new, entry["year"])
            found.setdefault(entry["name"], []).append(rename)
            found.setdefault(new, []).append(rename)
    return {name: tuple(sorted(renames, key=lambda rename: (rename[2], rename))) for name, renames in found.items()}
