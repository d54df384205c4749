"""Where the project's files are, whatever the working directory."""

import hashlib
import os
from functools import cache
from pathlib import Path

MARK = "data/datapackage.yaml"


def root() -> Path:
    """Return the project's root: $FACTCHECK_ROOT, else upwards from here, else the library's own.

    Raises FileNotFoundError when none of them holds a data package.
    """
    given = os.environ.get("FACTCHECK_ROOT")
    here, own = Path.cwd(), Path(__file__).resolve().parents[2]
    folders = [Path(given).resolve()] if given else [here, *here.parents, own]
    for folder in folders:
        if (folder / MARK).is_file():
            return folder
    raise FileNotFoundError(f"{folders[-1]} is not the project: it has no {MARK}")


def short(path: Path) -> str:
    """Return a path as a reader of this project would write it."""
    return str(path.relative_to(root())) if path.is_relative_to(root()) else str(path)


def write(path: Path, text: str | bytes) -> None:
    """Write a file whole or not at all: an interrupted run leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    draft.write_bytes(text if isinstance(text, bytes) else text.encode())
    draft.replace(path)


def fingerprint(content: str | bytes) -> str:
    """Return the sha256 of a text."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()


@cache
def of_file(name: str) -> str:
    """Return the fingerprint of a file under the root, as it was when first asked for."""
    path = root() / name
    return fingerprint(path.read_bytes()) if path.is_file() else "missing"
