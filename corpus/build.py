"""Makes the documents of the corpus from their readable sources: `python -m corpus.build` (needs the `dev` extra).

`sources.toml` lists the documents: the source, the file that is made of it, its form, and what it is there to show.
Building twice gives the same bytes; a test says so, and that the committed documents are what the sources give.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

from corpus.blocks import Block, Grid, parse_source
from corpus.write_docx import write_docx
from corpus.write_page import write_page
from corpus.write_pdf import write_pdf
from corpus.write_xlsx import write_xlsx

HERE = Path(__file__).parent


def build(entry: dict[str, Any], target: Path) -> None:
    """Makes one document of `sources.toml` in the folder `target`."""
    path = target / str(entry["file"])
    text = (HERE / "sources" / str(entry["source"])).read_text("utf-8")
    blocks = parse_source(text)
    match path.suffix:
        case ".docx":
            write_docx(path, blocks, lists=entry.get("lists", []))
        case ".pdf":
            write_pdf(path, blocks)
        case ".xlsx":
            write_xlsx(path, blocks)
        case ".html":
            write_page(path, blocks, entry["facts"])
        case ".md":
            path.write_text("\n\n".join(_markdown(block) for block in blocks) + "\n", "utf-8")
        case ".txt":
            path.write_bytes("\r\n".join(_plain(block) for block in blocks).encode(entry.get("encoding", "utf-8")))
        case other:
            raise ValueError(f"{path.name}: no writer for {other}")


def entries() -> list[dict[str, Any]]:
    """The documents that `sources.toml` lists, in its order."""
    listed: list[dict[str, Any]] = tomllib.loads((HERE / "sources.toml").read_text("utf-8"))["document"]
    return listed


def _markdown(block: Block | Grid) -> str:
    assert isinstance(block, Block), "Markdown documents of the corpus have no tables"
    mark = {"title": "# ", "heading": "## ", "subheading": "### "}.get(block.kind, "")
    return mark + _labelled(block)


def _plain(block: Block | Grid) -> str:
    assert isinstance(block, Block), "text documents of the corpus have no tables"
    return _labelled(block) if block.kind in ("title", "heading") else "　　" + _labelled(block)


def _labelled(block: Block) -> str:
    return block.label + (" " if block.label.startswith("第") else "") + block.text


def main() -> None:
    """Makes all documents, in `documents/` or in the folder that is named."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "documents"
    target.mkdir(parents=True, exist_ok=True)
    for entry in entries():
        build(entry, target)


if __name__ == "__main__":
    main()
