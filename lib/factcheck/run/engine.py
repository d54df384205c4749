"""Execute runs by papermill, each in a fresh process, as many at once as there are cores."""

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill

from factcheck import pages, results
from factcheck.show import RECORD
from factcheck.places import root, short, write
from factcheck.run.plan import Run
from warm.process import RunError, in_fresh_process, live, said

# How many notebooks run at once: the cores that this process may use.
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Outcome:
    """What came of a run: a record a claim and the notebook's HTML, or one line of error."""

    run: Run
    seconds: float
    records: dict[str, dict] | None = None
    html: dict | None = None
    error: str = ""


def outcomes(runs: Iterable[Run], began: Callable[[Run], None]) -> Iterator[Outcome]:
    """Yield outcomes as runs finish; `began` hears of each start. A break leaves no process."""
    def job(run: Run) -> Outcome:
        began(run)
        start = time.perf_counter()
        try:
            found = in_fresh_process(execute, run)
        except RunError as error:
            found = {"error": str(error)}
        return Outcome(run, time.perf_counter() - start, **found)

    pool = ThreadPoolExecutor(CORES)
    try:
        for future in as_completed([pool.submit(job, run) for run in runs]):
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list(live):
            process.kill()


def execute(run: Run) -> dict:
    """Execute a notebook in this process: its `records`, by claim, and `html`. Raises RunError."""
    with tempfile.TemporaryDirectory(prefix="fc-") as folder:
        draft = Path(folder) / run.out.name
        try:
            notebook = normalised(papermill.execute_notebook(
                run.notebook, draft, run.parameters, engine_name="factcheck", progress_bar=False,
                kernel_name="python3", cwd=run.notebook.parent, autosave_cell_every=0))
            records = records_of(notebook)
        except Exception as error:
            failed = root() / "build/failed" / run.out.name
            where = f" (see {short(failed)})" if draft.exists() else ""
            if where:
                write(failed, draft.read_bytes())
            raise RunError(said(error) + where) from None
    write(run.out, nbformat.writes(notebook) + "\n")
    return {"records": records, "html": pages.notebook_html(notebook)}


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
