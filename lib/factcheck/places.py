"""Where the project's files are, whatever the working directory."""

import os
from pathlib import Path

MARK = "data/datapackage.yaml"


def root() -> Path:
    """Return the project's root: $FACTCHECK_ROOT, else upwards from here, else the library's own.

    Raises FileNotFoundError when none of them holds a data package.
    """
    if given := os.environ.get("FACTCHECK_ROOT"):
        return _holds_mark(Path(given).resolve())
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / MARK).is_file():
            return folder
    return _holds_mark(Path(__file__).resolve().parents[2])


def short(path: Path) -> str:
    """Return a path as a reader of this project would write it."""
    path = Path(path)
    return str(path.relative_to(root())) if path.is_relative_to(root()) else str(path)


def write(path: Path, text: str | bytes) -> None:
    """Write a file whole or not at all: an interrupted run leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    draft.write_bytes(text if isinstance(text, bytes) else text.encode())
    draft.replace(path)


def _holds_mark(folder: Path) -> Path:
    if not (folder / MARK).is_file():
        raise FileNotFoundError(f"{folder} is not the project: it has no {MARK}")
    return folder
