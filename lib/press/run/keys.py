"""What a run's result hangs on, by content, and why it must run again."""

import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import factcheck
from factcheck import ledger
from factcheck.files import fingerprint
from factcheck.paths import root
from factcheck.sources import sources
from press.run.plan import Run

LIBRARY = Path(factcheck.__file__).parent
# What executes a notebook and writes it down.
EXECUTES = [
    LIBRARY.parent / name
    for name in (
        "warm/engine.py",
        "warm/kernel.py",
        "warm/process.py",
        "warm/server.py",
        "press/notebooks.py",
        "press/run/execute.py",
    )
]
NAMED = 3


@dataclass(frozen=True)
class Reason:
    """Why a run runs: what is the matter with what was kept of it, or the parts that moved."""

    matter: str = ""
    moved: tuple[str, ...] = ()

    def __str__(self) -> str:
        more = " and more" if len(self.moved) > NAMED else ""
        return self.matter or ", ".join(self.moved[:NAMED]) + more


NEW = Reason("not run before")
FORCED = Reason("forced")
DAMAGED = Reason("its cache entry was damaged")
CHANGED = Reason("its result was changed")


def parts(run: Run, tables: Iterable[str], cited: Iterable[str]) -> dict[str, str]:
    """Return a fingerprint for each thing that a run's result hangs on, by its name.

    tables: the names of those that it read when it last ran; cited: the ids of the sources in
    their rows.
    """
    home = root()
    return {
        "notebook": _notebook(home / run.notebook),
        "parameters": _of(run.parameters),
        "claim": _claim(run.subject, home),
        "lock": _file(home / "requirements.lock") + _python(),
        "article": _file(home / "notebooks/article.yml"),
        **{f"table {name}": _file(home / f"data/processed/{name}.csv") for name in tables},
        **{f"source {key}": _source(key, home) for key in cited},
        **library(),
    }


def moved(old: dict[str, str], new: dict[str, str]) -> Reason | None:
    """Return which parts differ; None where all are the same."""
    names = tuple(name for name in old | new if old.get(name) != new.get(name))
    return Reason(moved=names) if names else None


# What follows is kept as it was when first asked for; `home` is there to keep projects apart.


@cache
def _file(path: Path) -> str:
    return fingerprint(path.read_bytes()) if path.is_file() else "missing"


@cache
def library() -> dict[str, str]:
    """Return the fingerprints of what a notebook imports, by module, and of what executes it."""
    modules = {
        f"library module {path.stem}": fingerprint(path.read_bytes())
        for path in sorted(LIBRARY.glob("*.py"))
    }
    return {
        **modules,
        "what executes it": fingerprint(b"".join(path.read_bytes() for path in EXECUTES)),
        "library templates": fingerprint((LIBRARY / "templates/parts.html.j2").read_bytes()),
    }


@cache
def _claim(subject: str, home: Path) -> str:
    """Of the entries that a run shows, and the words of the claims beside or cited by them."""
    every = ledger.claims().values()
    shown = [claim for claim in every if subject in (claim.id, claim.sentence)]
    own = [claim for claim in shown if claim.subject == subject]
    rulings = [claim.ruling for claim in own if claim.ruling]
    cited = {key for ruling in rulings for key in ruling.supports + ruling.against}
    beside = [c for c in every if c in shown or c.id in cited]
    entries = [asdict(claim) | {"notebook": claim.notebook.name} for claim in own]
    return _of([entries, [(claim.id, claim.says, claim.page) for claim in beside]])


@cache
def _notebook(path: Path) -> str:
    """Of its cells, not of outputs or metadata that JupyterLab writes."""
    cells = json.loads(path.read_text())["cells"]
    shown = [
        (cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags", []))
        for cell in cells
    ]
    return _of(shown)


@cache
def _source(key: str, home: Path) -> str:
    return _of(sources().get(key))


def _of(value) -> str:
    return fingerprint(json.dumps(value, sort_keys=True, default=str))


def _python() -> str:
    return ".".join(platform.python_version_tuple()[:2])
