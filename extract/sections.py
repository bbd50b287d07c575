"""What is said once for a whole section: the units in its heading's bracket, or a closing line after its last item.

`由市教育局、财政局负责落实。` as a paragraph of its own holds for every item of the section, unless its items name their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.frame import Span
from extract.items import UNITS
from extract.layout import Layout
from extract.tree import Node, heading_end

_CLOSING = re.compile(
    r"\n(?P<line>(?:以上|上述|本节|本部分|该项)?[^\n]{0,16}?由[^\n。]{2,120}(?:负责|牵头|落实|组织实施|承担)[^\n。]{0,16}。?|[（(〔]?(?:责任|牵头)(?:单位|部门)[：:][^\n]{2,200})\s*$"
)


def shared_spans(layout: Layout, nodes: Sequence[Node]) -> dict[int, tuple[Span, ...]]:
    """For the leaves of a section (by `id`), the stretches that hold for all of them; a closing line is cut off from the last leaf."""
    shared: dict[int, tuple[Span, ...]] = {}
    for node in nodes:
        leaves = [child for child in node.children if not child.children]
        if not leaves or len(leaves) != len(node.children):
            continue
        in_heading = _heading_units(layout.text, node)
        if in_heading is not None:
            for leaf in leaves:
                if not UNITS.search(layout.text, leaf.label.body, leaf.end):
                    shared[id(leaf)] = (*shared.get(id(leaf), ()), in_heading)
        closing = _closing_line(layout.text, leaves)
        if closing is not None:
            leaves[-1].end = closing.start
            for leaf in leaves:
                shared[id(leaf)] = (*shared.get(id(leaf), ()), closing)
    return shared


def _heading_units(text: str, node: Node) -> Span | None:
    end = node.children[0].label.start
    if end - node.label.body > 600:
        return None
    match = UNITS.search(text, node.label.body, end)
    if match is None:
        return None
    start = max(node.label.body, text.rfind("\n", node.label.body, match.start()) + 1)
    return Span(max(start, min(heading_end(text, node.label.body, end), match.start())) if start == node.label.body else start, end)


def _closing_line(text: str, leaves: Sequence[Node]) -> Span | None:
    """A last line that names units, where no item of the section names any."""
    last = leaves[-1]
    if len(leaves) < 2 or any(UNITS.search(text, leaf.label.body, leaf.end) for leaf in leaves[:-1]):
        return None
    match = _CLOSING.search(text, last.label.body, last.end)
    if match is None or UNITS.search(text, last.label.body, match.start("line")):
        return None
    if not match["line"].startswith(("以上", "上述", "本节", "本部分", "由")):
        return None
    return Span(match.start("line"), match.end("line"))
