"""Words that stand over the columns of task tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.tables import is_task_table, role_of, settle

_NO_HEADER = re.compile(r"[。，；：:\d]|表$|计划$|方案$")


def is_header_word(text: str) -> bool:
    """Whether a text can stand over a column.

    >>> is_header_word("完成时限"), is_header_word("6月底前"), is_header_word("分工方案")
    (True, False, False)
    """
    return 2 <= len(text) <= 10 and (role_of(text) != "other" or text == "备注") and not _NO_HEADER.search(text)


def are_header_words(words: Sequence[str]) -> bool:
    """Whether words together head a table of tasks.

    >>> are_header_words(["序号", "重点任务", "牵头单位"]), are_header_words(["市水务局", "市财政局"])
    (True, False)
    """
    if not all(is_header_word(word) for word in words):
        return False
    roles = [role_of(word) for word in words]
    return is_task_table(roles, settle(roles, words))
