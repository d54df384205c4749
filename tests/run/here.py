"""The press in this process: its notebooks run without a kernel, in milliseconds.

What only a kernel, a fork or a command line can show is in test_reproduce, test_stopped and
test_engine.
"""

import ast
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import nbformat
import pytest
from nbformat.v4 import new_output
from rich.console import Console

from factcheck import show
from factcheck.paths import root
from invented import Project
from press.run import execute, keys, plan, reproduce, work
from press.run.cache import Found
from press.run.plan import Run
from press.site import notebook
from warm.process import said


@dataclass(frozen=True)
class Done:
    """What a command gave: its exit code, what it printed, why each run was executed."""

    code: int
    told: str
    ran: dict[str, str]


class Press:
    """The press of a project, its notebooks executed here; each call is as a new command."""

    def __init__(self, project: Project):
        self.project = project

    def reproduce(self, **options) -> Done:
        console = self.new_command()
        code = reproduce.reproduce(console, **options)
        runs = json.loads((root() / "build/run.json").read_text())["runs"]
        return Done(code, told(console), {run["name"]: run["why"] for run in runs if run["why"]})

    def accept(self, agreed=lambda drifted: None) -> str:
        console = self.new_command()
        reproduce.accept(console, agreed)
        return told(console)

    def runs(self, force: bool = False) -> dict[str, work.Ran]:
        """Execute what must run, write no results and no pages."""
        done = work.do(plan.of_all(), self.new_command(), force)
        return {ran.run.name: ran for ran in done}

    def whys(self) -> dict[str, str]:
        """Execute what must run: why each of them did."""
        return {name: str(ran.reason) for name, ran in self.runs().items() if ran.reason}

    def new_command(self) -> Console:
        """Forget what one command remembers of the files; return where the next one prints."""
        for part in vars(keys).values():
            if hasattr(part, "cache_clear"):
                part.cache_clear()
        return Console(file=io.StringIO(), width=200, highlight=False, soft_wrap=True)


def told(console: Console) -> str:
    return console.file.getvalue()  # type: ignore[attr-defined]


@contextmanager
def press(project: Project) -> Iterator[Press]:
    """Let the press of a project execute and render in this process."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FACTCHECK_ROOT", str(project.root))
        patched.setattr(execute, "outcomes", outcomes)
        patched.setattr(notebook, "in_fresh_process", lambda job, *given: job(*given))
        yield Press(project)


def outcomes(runs: list[Run], began, dask: str = "") -> Iterator[execute.Outcome]:
    for run in runs:
        began(run)
        try:
            yield execute.Outcome(run, 0.1, found(run))
        except Exception as error:
            yield execute.Outcome(run, 0.1, error=said(error))


def found(run: Run) -> Found:
    """Run the code cells of a notebook: what an execution by papermill finds, without a kernel."""
    book = nbformat.read(root() / run.notebook, as_version=4)
    names: dict = {}
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = _outputs(cell.source, names)
        if "parameters" in cell.metadata.get("tags", []):
            names.update(run.parameters)
    text = nbformat.writes(book) + "\n"
    return Found(execute.records_of(nbformat.reads(text, as_version=4)), text)


def _outputs(source: str, names: dict) -> list:
    """Execute a cell; what it shows, its last value included."""
    shown: list = []
    names["display"] = shown.append
    with patch.object(show, "display", lambda *given: shown.append(show.Shown(*given))):
        shown.append(_last_value(ast.parse(source), names))
    return [_output(one) for one in shown if one is not None]


def _last_value(cell: ast.Module, names: dict):
    *before, last = cell.body
    if not isinstance(last, ast.Expr):
        before.append(last)
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    return None


def _output(shown):
    if hasattr(shown, "_repr_mimebundle_"):
        data, metadata = shown._repr_mimebundle_()
    else:
        data, metadata = {"text/plain": repr(shown)}, {}
    return new_output("display_data", data=data, metadata=metadata)
