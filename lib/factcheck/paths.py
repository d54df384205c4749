"""Where the project's files are, whatever the working directory."""

import os
from functools import cache
from pathlib import Path

MARK = "data/datapackage.yaml"


def root() -> Path:
    """Return the project's root: $FACTCHECK_ROOT, else upwards from here, else the library's own.

    Raises FileNotFoundError when none of them holds a data package.
    """
    return _root(os.environ.get("FACTCHECK_ROOT"), os.getcwd())


@cache
def _root(given: str | None, here: str) -> Path:
    own = Path(__file__).resolve().parents[2]
    folders = [Path(given).resolve()] if given else [Path(here), *Path(here).parents, own]
    for folder in folders:
        if (folder / MARK).is_file():
            return folder
    raise FileNotFoundError(f"{folders[-1]} is not the project: it has no {MARK}")


def short(path: Path) -> str:
    """Return a path as a reader of this project would write it."""
    return str(path.relative_to(root())) if path.is_relative_to(root()) else str(path)
