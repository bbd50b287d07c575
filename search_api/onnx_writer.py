"""An ONNX model as bytes, written without the package onnx: of its protocol buffers only what one network needs.

The numbers of fields are those of `onnx.proto`, which never change.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

IR_VERSION, OPERATORS, OWN_OPERATORS = 8, 17, 1
# Operators that onnxruntime has beyond the standard.
OWN = "com.microsoft"
FLOAT, INT32 = 1, 6
_KINDS = {np.dtype(np.float32): FLOAT, np.dtype(np.uint8): 2, np.dtype(np.int8): 3, np.dtype(np.int32): INT32, np.dtype(np.int64): 7}


def _whole(value: int) -> bytes:
    """A whole number, seven bits a byte, as protocol buffers write it.

    >>> _whole(300).hex()
    'ac02'
    """
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


def _number(field: int, value: int) -> bytes:
    return _whole(field << 3) + _whole(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    value = value.encode() if isinstance(value, str) else value
    return _whole(field << 3 | 2) + _whole(len(value)) + value


def write_tensor(name: str, values: NDArray[Any]) -> bytes:
    """A constant of the network."""
    shape = b"".join(_number(1, size) for size in values.shape)
    return shape + _number(2, _KINDS[values.dtype]) + _bytes(8, name) + _bytes(9, np.ascontiguousarray(values).tobytes())


def write_node(operator: str, given: Sequence[str], made: Sequence[str], domain: str = "", **settings: int | float) -> bytes:
    """A step of the network: from what is given to what is made."""
    out = b"".join(_bytes(1, name) for name in given) + b"".join(_bytes(2, name) for name in made) + _bytes(4, operator)
    for name, value in settings.items():
        if isinstance(value, float):
            said = _whole(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)
        else:
            said = _number(3, value) + _number(20, 2)
        out += _bytes(5, _bytes(1, name) + said)
    return out + (_bytes(7, domain) if domain else b"")


def write_value(name: str, kind: int, sizes: Sequence[int | str]) -> bytes:
    """An input or output: a size is a number, or a name where it differs from call to call."""
    shape = b"".join(_bytes(1, _number(1, size) if isinstance(size, int) else _bytes(2, size)) for size in sizes)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def write_model(nodes: Sequence[bytes], constants: Sequence[bytes], given: Sequence[bytes], made: Sequence[bytes]) -> bytes:
    """The model of these parts."""
    parts = [(1, nodes), (5, constants), (11, given), (12, made)]
    graph = _bytes(2, "network") + b"".join(_bytes(field, part) for field, several in parts for part in several)
    operators = _bytes(8, _bytes(1, "") + _number(2, OPERATORS)) + _bytes(8, _bytes(1, OWN) + _number(2, OWN_OPERATORS))
    return _number(1, IR_VERSION) + operators + _bytes(7, graph)
