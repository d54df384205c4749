"""Execute a run by papermill in a fresh process, forked from a warm one where there are forks."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill

from factcheck import results
from factcheck.places import root, short, write
from factcheck.run.plan import Run
from factcheck.show import RECORD
from warm.process import RunError, in_fresh_process, said


@dataclass(frozen=True)
class Outcome:
    """What came of a run: a record a claim and the notebook's HTML, or one line of error."""

    run: Run
    seconds: float
    records: dict[str, dict] | None = None
    html: dict | None = None
    error: str = ""


def outcome(run: Run) -> Outcome:
    """Execute a run in a fresh process and wait for it; an error is one line of the outcome."""
    start = time.perf_counter()
    try:
        records, html = in_fresh_process(execute, run)
        return Outcome(run, time.perf_counter() - start, records, html)
    except RunError as error:
        return Outcome(run, time.perf_counter() - start, error=str(error))


def execute(run: Run) -> tuple[dict, dict]:
    """Execute one notebook in this process and return its records, by claim, and its HTML.

    The result is written whole, or not at all; a notebook that fails is kept in build/failed.
    Raises RunError.
    """
    from factcheck.pages import notebook_html
    with tempfile.TemporaryDirectory(prefix="fc-") as folder:
        draft = Path(folder) / run.out.name
        try:
            notebook = normalised(papermill.execute_notebook(
                run.notebook, draft, run.parameters, engine_name="factcheck", progress_bar=False,
                kernel_name="python3", cwd=run.notebook.parent, autosave_cell_every=0))
            records = records_of(notebook)
        except Exception as error:
            failed = root() / "build" / "failed" / run.out.name
            where = f" (see {short(failed)})" if draft.exists() else ""
            if draft.exists():
                write(failed, draft.read_bytes())
            raise RunError(said(error) + where) from None
    write(run.out, nbformat.writes(notebook) + "\n")
    return records, notebook_html(notebook)


def records_of(notebook) -> dict[str, dict]:
    """Return the records that the notebook's last conclusion left in its outputs, by claim."""
    left = [o["data"][RECORD] for o in results.outputs(notebook) if RECORD in o.get("data", {})]
    if not left:
        raise RunError("the notebook never concludes: its last cell should be case.conclude()")
    records = left[-1] if isinstance(left[-1], list) else [left[-1]]
    return {record["claim"]: dict(record) for record in records}


def normalised(notebook):
    """Drop what differs from run to run: times, random ids, papermill's own metadata."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for at, cell in enumerate(notebook.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"injected-{at}"
    return notebook
