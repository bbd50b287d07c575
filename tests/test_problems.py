"""Every error that Zeren can raise has a sentence in Chinese: one a class, and one a sentence that the code says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import search_api.app
import ui.serving
import ui.up
from extract import errors
from extract.errors import DocumentError, ZerenError
from extract.readers_kind import words_for
from ui.client import ApiProblem
from ui.problems import in_chinese, kinds, note_in_chinese, phrases

ROOT = Path(__file__).parent.parent
PACKAGES = ("extract", "graph", "search_api", "ui")
CHINESE = re.compile("[一-鿿]")


def subclasses(cls: type[ZerenError]) -> Iterator[type[ZerenError]]:
    yield cls
    for below in cls.__subclasses__():
        yield from subclasses(below)


ERRORS = {cls.__name__: cls for cls in subclasses(ZerenError) if cls.__module__.split(".")[0] in PACKAGES}


def test_every_error_has_its_words() -> None:
    assert set(kinds()) == set(ERRORS)
    for words in kinds().values():
        assert CHINESE.search(words.says)
        assert CHINESE.search(words.remedy)


def said(node: ast.expr) -> str | None:
    """A sentence of the code with a letter for what changes in it; `None` for what is made elsewhere."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in values)
        case _:
            return None


def sentences() -> Iterator[str]:
    """Every sentence that is given to an error of ours, and every problem and remedy of a file."""
    for path in sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                of_a_file = issubclass(ERRORS[node.func.id], DocumentError)
                yield from filter(None, map(said, node.args[1:3] if of_a_file else node.args))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "problem":
                yield from filter(None, map(said, node.args[1:2]))


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_every_sentence_of_the_code_is_known_in_chinese(sentence: str) -> None:
    known = in_chinese(sentence, "ZerenError")
    made_elsewhere = not re.search(r"[a-z]{3}", sentence)
    assert made_elsewhere or kinds()["ZerenError"].says not in known, f"add a phrase to ui/problems.toml for: {sentence}"


def test_the_chinese_asks_for_no_more_than_the_english_gives() -> None:
    for phrase in phrases():
        assert phrase.form.groups >= phrase.chinese.count("{}"), phrase.chinese


def test_a_file_is_named_with_what_is_wrong_and_what_to_do() -> None:
    error = errors.UnreadableDocument(
        "要点.docx", f"is not what its name says, but {words_for('xlsx')}", "give it the name that belongs to it"
    )
    assert in_chinese(str(error)) == "要点.docx：内容与扩展名不符，实际是Excel 工作簿；请改成与内容相符的扩展名。"
    note = "未读取：a.docx: is damaged (its parts cannot be listed); send the file again"
    assert note_in_chinese(note) == "未读取：a.docx：文件损坏，无法列出内容；请重新获取原文件再导入。"


def test_braces_and_patterns_in_a_sentence_stay_what_they_are() -> None:
    assert "{0}.docx" in in_chinese("{0}.docx: is empty; send the file again")
    assert "[(.+?)]" in in_chinese("something new about [(.+?)]", "NotFound")


def test_the_api_names_the_error() -> None:
    assert search_api.app.STATUS
    assert ApiProblem(404, "there is no unit u1", "NotFound").kind == "NotFound"
    assert "单位" in in_chinese("there is no unit u1", "NotFound")
    assert issubclass(ui.serving.PortTaken, ZerenError)
