"""Files: written whole or not at all, told apart by content, read again when they change."""

import hashlib
import os
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path


def write(path: Path, text: str | bytes) -> None:
    """Write a file whole or not at all: an interrupted run leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    draft.write_bytes(text if isinstance(text, bytes) else text.encode())
    draft.replace(path)


def fingerprint(content: str | bytes) -> str:
    """Return the sha256 of a text."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()


def read_anew(made_of: Callable[[], list[Path]]):
    """Keep what a function makes of files until one of them changes, comes or goes.

    made_of: the files, which depend on the project's root. An open kernel so sees a table that
    was built again beside it.
    """

    def decorate(make):
        made = cache(lambda stamps: make())
        return wraps(make)(lambda: made(tuple(map(_stamp, made_of()))))

    return decorate


def _stamp(path: Path) -> tuple:
    found = path.stat() if path.exists() else None
    return path, found and (found.st_mtime_ns, found.st_size)
