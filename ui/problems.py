"""Problems in Chinese: which file, what is wrong, what to do. The sentences of the API stay English, as programs read them."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

# Notes of a document that quote why a part of it was not read.
UNREAD = "未读取："


class KindWords(NamedTuple):
    """What is wrong and what to do, where only the kind of an error is known."""

    says: str
    remedy: str


class Phrase(NamedTuple):
    """A form of an English sentence, and the Chinese one with the same gaps."""

    form: re.Pattern[str]
    chinese: str


def in_chinese(detail: str, kind: str | None = None) -> str:
    """An English sentence of ours in Chinese; one that is not known becomes what is known of its kind, with the sentence itself behind.

    >>> in_chinese("要点.docx: is password-protected; save a copy without password")
    '要点.docx：文件有密码；请去掉密码，另存后导入。'
    >>> in_chinese("the disk is on fire", "GraphUnavailable")
    '图库暂时不可用；请检查图库服务和设置后重试。（the disk is on fire）'
    """
    said = _whole(detail) or _of_a_file(detail)
    if said is not None:
        return said if said.endswith("。") else said + "。"
    words = kinds().get(kind or "ZerenError") or kinds()["ZerenError"]
    return f"{words.says}；{words.remedy}。（{detail}）"


def note_in_chinese(note: str) -> str:
    """A note of a document, with what stands in English in it put into Chinese.

    >>> note_in_chinese("未读取：图.psd: is of a kind that Zeren does not read; send it in another form")
    '未读取：图.psd：不支持这种文件；请另存为其他格式。'
    """
    if note.startswith(UNREAD):
        return UNREAD + in_chinese(note.removeprefix(UNREAD), "DocumentError")
    return _whole(note) or note


def reader_reads_chinese(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal's messages are to be Chinese, as POSIX says: `LC_ALL` before `LC_MESSAGES` before `LANG`.

    >>> reader_reads_chinese({"LANG": "zh_CN.UTF-8"}), reader_reads_chinese({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"})
    (True, False)
    """
    chosen = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return chosen.lower().startswith("zh")


def for_reader(sentence: str, kind: str | None = None) -> str:
    """A sentence for standard error, in the language of the terminal."""
    return in_chinese(sentence, kind) if reader_reads_chinese() else sentence


@cache
def kinds() -> Mapping[str, KindWords]:
    """Class of an error -> its words."""
    return {entry["name"]: KindWords(entry["says"], entry["remedy"]) for entry in _table()["kind"]}


@cache
def phrases() -> tuple[Phrase, ...]:
    """The forms of sentences; those that say more about themselves before those that are mostly gaps."""
    entries = sorted(_table()["phrase"], key=lambda entry: -len(entry["en"].replace("{}", "")))
    return tuple(Phrase(_form(entry["en"]), entry["zh"]) for entry in entries)


@cache
def _table() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((files("ui") / "problems.toml").read_text("utf-8"))


def _form(english: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in english.split("{}")), re.DOTALL)


def _whole(sentence: str) -> str | None:
    for phrase in phrases():
        found = phrase.form.fullmatch(sentence)
        if found is not None:
            return phrase.chinese.format(*(_whole(part) or part for part in found.groups()))
    return None


def _of_a_file(sentence: str) -> str | None:
    """`NAME: PROBLEM; REMEDY`, as `extract.errors.DocumentError` says it."""
    name, colon, rest = sentence.partition(": ")
    if not colon:
        return None
    for cut in (place.start() for place in re.finditer("; ", rest)):
        problem, remedy = _whole(rest[:cut]), _whole(rest[cut + 2 :])
        if problem is not None and remedy is not None:
            return f"{name}：{problem}；{remedy}"
    whole = _whole(rest)
    return None if whole is None else f"{name}：{whole}"
