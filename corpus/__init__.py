"""Documents of an invented city over four years, written for Zeren: what `zeren up` shows first and what the tests read.

`documents/` holds the files as an office would send them; `sources/` the text each was made from, by `python -m corpus.build`;
`sources.toml` says what each is for. Every place, office, person and figure is invented.
"""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """The folder of the built documents, in a checkout and in an installed package alike.

    >>> (folder() / "云泽市2026年政府工作要点.docx").exists()
    True
    """
    return Path(__file__).parent / "documents"
