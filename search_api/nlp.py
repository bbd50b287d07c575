"""Names in questions: units, indicators, places and titles that the graph holds, found by spaCy's PhraseMatcher, one token a character.

Characters, because a tokenizer cuts 市河长制办公室 into 市河/长制/办公室; a phrase of characters is found wherever it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from extract.lexicon import load_lexicon
from graph.organs import clean_name

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

NameKind = Literal["unit", "indicator", "title", "place"]
KINDS: tuple[NameKind, ...] = ("unit", "indicator", "title", "place")
SHORTEST: dict[NameKind, int] = {"unit": 2, "indicator": 3, "title": 4, "place": 2}

_PLACE_END = re.compile(r"(?<=..)(?:自治州|自治县|自治区|新区|省|市|州|区|县|镇|乡)$")
_STEP = re.compile(r".{2,}?(?:自治州|自治县|自治区|新区|省|市|州|区|县|镇|乡|街道)")
_BRACKET = re.compile(r"（[^（）]*）")
_YEAR = re.compile(r"^\d{4}年(?:度)?|\d{4}年(?:度)?")
# A name that is one everyday word as well would be found in any sentence.
_TOO_PLAIN = frozenset(
    {
        "单位",
        "部门",
        "企业",
        "群众",
        "各地",
        "各级",
        "有关部门",
        "全市",
        "全县",
        "全区",
        "全省",
        "责任单位",
        "牵头单位",
        "配合单位",
        "项目",
        "人员",
    }
)


class Named(NamedTuple):
    """A name that stands in a question: the characters it takes, and the names of the graph that it may be."""

    kind: NameKind
    start: int
    end: int
    names: tuple[str, ...]


class Vocabulary:
    """The names to look for; they may be added at any time and are never taken out: what is gone has no tasks, which a question shows."""

    def __init__(self) -> None:
        """An empty vocabulary; spaCy, which takes half a second to import, comes with the first question."""
        self._matching: tuple[Vocab, PhraseMatcher] | None = None
        self._waiting: list[tuple[NameKind, str]] = []
        self._names: dict[tuple[NameKind, str], set[str]] = defaultdict(set)
        self._seen: set[tuple[NameKind, str]] = set()

    def add(self, kind: NameKind, names: Iterable[str]) -> None:
        """Takes names in, each with the forms in which people write it."""
        for name in names:
            if (kind, name) in self._seen or not name:
                continue
            self._seen.add((kind, name))
            for form in find_forms(kind, name):
                if len(form) < SHORTEST[kind] or form in _TOO_PLAIN:
                    continue
                if (kind, form) not in self._names:
                    self._waiting.append((kind, form))
                self._names[(kind, form)].add(name)

    def find(self, question: str) -> list[Named]:
        """The names in a question, in order; of two that overlap the longer, and of one kind only."""
        text = fold(question)
        if not text:
            return []
        vocab, matcher = self._open()
        found: dict[NameKind, list[tuple[int, int]]] = defaultdict(list)
        for match, start, end in matcher(_of_characters(vocab, text)):
            found[cast(NameKind, vocab.strings[match])].append((start, end))
        return sorted(
            (
                Named(kind, start, end, tuple(sorted(self._names[(kind, text[start:end])])))
                for kind, spans in found.items()
                for start, end in _longest(spans)
            ),
            key=lambda named: (named.start, -named.end),
        )

    def _open(self) -> tuple[Vocab, PhraseMatcher]:
        """The matcher with all names that were added, a matcher that stays and only takes in what is new."""
        if self._matching is None:
            import spacy
            from spacy.matcher import PhraseMatcher

            vocab = spacy.blank("zh").vocab
            self._matching = (vocab, PhraseMatcher(vocab))
        vocab, matcher = self._matching
        forms: dict[NameKind, list[Doc]] = defaultdict(list)
        waiting, self._waiting = self._waiting, []
        for kind, form in waiting:
            forms[kind].append(_of_characters(vocab, form))
        for kind, docs in forms.items():
            matcher.add(kind, docs)
        return self._matching


def _of_characters(vocab: Vocab, text: str) -> Doc:
    from spacy.tokens import Doc

    return Doc(vocab, words=list(text), spaces=[False] * len(text))


def fold(text: str) -> str:
    """The text with one form of each bracket and digit, character for character.

    >>> fold("各县〔市、区〕(２０２４年)")
    '各县（市、区）（2024年）'
    """
    return text.translate(_FOLDED)


def find_forms(kind: NameKind, name: str) -> Iterator[str]:
    """The forms in which people write a name.

    >>> sorted(find_forms("unit", "云泽市人民政府"))
    ['云泽市人民政府', '云泽市政府']
    >>> sorted(find_forms("place", "东岭省云泽市"))
    ['东岭省云泽市', '云泽', '云泽市']
    """
    folded = fold(name)
    forms = {folded}
    if kind == "unit":
        forms.add(clean_name(name))
        for form in tuple(forms):
            forms.add(form.replace("人民政府", "政府"))
            forms.update(_short_organs(form))
        # 各级河长办公室 is 河长办公室 to whoever asks what it does.
        forms.update(form.removeprefix(level) for form in tuple(forms) for level in ("各级", "本级") if len(form) > 4)
        # 乡镇（街道）级河长 is 乡镇级河长 in speech; a name that is all bracket has no shorter form.
        forms.update(_BRACKET.sub("", form) for form in tuple(forms))
    elif kind == "title":
        forms.add(_YEAR.sub("", folded))
    elif kind == "place":
        last = _STEP.findall(folded)[-1:] or [folded]
        forms.add(last[0])
        forms.add(_PLACE_END.sub("", last[0]))
    yield from forms


@cache
def _organ_forms() -> tuple[tuple[str, ...], ...]:
    groups = [(entry["name"], *entry["short"]) for entry in load_lexicon("organs", package="graph")]
    return tuple(sorted(groups, key=lambda group: -len(group[0])))


def _short_organs(form: str) -> Iterator[str]:
    """发展和改革委员会 as 发改委, 发展改革委 …"""
    endings = [form]
    if form.endswith("委员会"):
        endings.append(form.removesuffix("员会"))
    elif form.endswith("委"):
        endings.append(form + "员会")
    for ended in endings:
        yield ended
        for group in _organ_forms():
            held = next((name for name in sorted(group, key=len, reverse=True) if name in ended), None)
            if held is not None:
                yield from (ended.replace(held, other) for other in group if other != held)
                break


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other_start or start >= other_end for other_start, other_end in kept):
            kept.append((start, end))
    return kept


_FOLDED = str.maketrans("()〔〕[]【】［］｛｝{}０１２３４５６７８９〈〉", "（）" * 7 + "0123456789" + "《》")
