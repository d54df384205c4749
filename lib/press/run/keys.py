"""What a run's result hangs on, by content, and why it must run again."""

import json
import platform
from dataclasses import asdict
from functools import cache
from pathlib import Path

import factcheck
from factcheck import ledger
from factcheck.places import fingerprint, of_file, root
from press.run.plan import Run

LIBRARY = Path(factcheck.__file__).parent
SITE = LIBRARY.parent / "press/site"


def parts(run: Run, tables) -> dict[str, str]:
    """Return a fingerprint for each thing that a run's result hangs on, by its name.

    tables: the names of those that it read when it last ran.
    """
    cells = _cells(root() / run.notebook)
    code = [cell for cell in cells if cell[0] == "code"]
    claims = [c for c in ledger.claims().values() if run.subject in (c.id, c.sentence)]
    own = [asdict(c) | {"notebook": c.notebook.name} for c in claims if c.subject == run.subject]
    cited = [key for c in claims if c.ruling for key in c.ruling.supports + c.ruling.against]
    beside = [
        (c.id, c.says, c.page) for c in ledger.claims().values() if c in claims or c.id in cited
    ]  # a run shows the words of these too
    return {
        "code": fingerprint(json.dumps(code)),
        "parameters": _json(run.parameters),
        "claim": _json([own, beside]),
        "lock": of_file("requirements.lock") + _python(),
        "sources": of_file("data/raw/sources.csv"),
        "article": of_file("notebooks/article.yml"),
        **{f"table {name}": of_file(f"data/processed/{name}.csv") for name in tables},
        **library(),
    }


def text(run: Run) -> str:
    """Return the fingerprint of what is shown and no cell executes: prose, and how it is set."""
    return _text(root() / run.notebook)


@cache
def _text(path: Path) -> str:
    notebook = json.loads(path.read_text())
    shown = [
        cell | {"source": "", "outputs": [], "execution_count": None}
        if cell["cell_type"] == "code"
        else cell
        for cell in notebook["cells"]
    ]
    setting = [SITE / "story.py", *sorted((SITE / "templates/notebook").iterdir())]
    return _json([notebook | {"cells": shown}, *(fingerprint(p.read_bytes()) for p in setting)])


def why(old: dict, new: dict) -> str:
    """Say in a few words which parts differ."""
    changed = [name for name in old | new if old.get(name) != new.get(name)]
    return ", ".join(changed[:3]) + (" and more" if len(changed) > 3 else "")


@cache
def library() -> dict[str, str]:
    """Return the fingerprints of what a notebook imports, by module, and of what executes it."""
    modules = {
        f"library module {path.stem}": fingerprint(path.read_bytes())
        for path in sorted(LIBRARY.glob("*.py"))
    }
    warm = [LIBRARY.parent / f"warm/{name}.py" for name in ("engine", "kernel", "process")]
    return {
        **modules,
        "library warm": fingerprint(b"".join(path.read_bytes() for path in warm)),
        "library templates": fingerprint((LIBRARY / "templates/parts.html.j2").read_bytes()),
    }


@cache
def _cells(notebook: Path) -> list[tuple]:
    cells = json.loads(notebook.read_text())["cells"]
    return [(c["cell_type"], "".join(c["source"]), c["metadata"].get("tags", [])) for c in cells]


def _json(value) -> str:
    return fingerprint(json.dumps(value, sort_keys=True, default=str))


def _python() -> str:
    return ".".join(platform.python_version_tuple()[:2])
