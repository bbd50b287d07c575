"""What an installed Zeren needs besides its code lies in the package too."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
PACKAGES = TABLE["packages"]


def test_every_package_is_listed() -> None:
    tops = {package.split(".")[0] for package in PACKAGES}
    folders = {path.parent for top in tops for path in (ROOT / top).rglob("*.py")}
    assert sorted(PACKAGES) == sorted(".".join(folder.relative_to(ROOT).parts) for folder in folders)


def test_every_file_that_is_no_code_is_package_data() -> None:
    taken: set[Path] = set()
    for package, patterns in TABLE["package-data"].items():
        for pattern in patterns:
            taken |= set((ROOT / package.replace(".", "/")).glob(pattern))
    tops = {package.split(".")[0] for package in PACKAGES}
    others = {
        path
        for top in tops
        for path in (ROOT / top).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and path not in taken
    }
    assert sorted(str(path.relative_to(ROOT)) for path in others) == []
