"""Execute runs by papermill, each in a fresh process, as many at once as the machine carries."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from factcheck.places import root, write
from factcheck.show import RECORD
from press import results
from press.run.plan import Run
from warm.process import RunError, in_fresh_process, live, said

CHILD = 400e6  # bytes that a notebook's process may take
# What travels to a cluster with the work.
SENT = ("lib", "notebooks", "data/processed", "data/raw/sources.csv", "data/datapackage.yaml")
# Whose versions a result may hang on.
SAME = (
    "ipykernel",
    "ipython",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "seaborn",
)
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Outcome:
    """What came of a run: records by claim, the notebook as text, its HTML; or a line of error."""

    run: Run
    seconds: float
    found: dict | None = None
    error: str = ""


def width() -> int:
    """Return how many notebooks run at once: one a core, fewer where memory is short."""
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return CORES
    return max(1, min(CORES, int(free // CHILD)))


def outcomes(jobs: list[tuple], began: Callable[[Run], None], dask: str = "") -> Iterator[Outcome]:
    """Yield outcomes as jobs finish: each a function and the run that it takes first.

    began: hears of each start. dask: the address of a cluster. A break leaves no process behind.
    """
    if dask and jobs:
        from warm import cluster, project

        packed = project.pack(root(), SENT, "factcheck")
        sent = project.Project(packed, "FACTCHECK_ROOT", {name: version(name) for name in SAME})
        for (_, run, *_), *told in cluster.answers(jobs, dask, sent):
            began(run)
            yield Outcome(run, *told)
        return

    def work(job, run: Run, *more) -> Outcome:
        began(run)
        start = time.perf_counter()
        try:
            found = in_fresh_process(job, run, *more)
            return Outcome(run, time.perf_counter() - start, found)
        except RunError as error:
            return Outcome(run, time.perf_counter() - start, error=str(error))

    pool = ThreadPoolExecutor(width())
    try:
        for future in as_completed([pool.submit(work, *job) for job in jobs]):
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list(live):
            process.kill()


def execute(run: Run) -> dict:
    """Execute a notebook in this process: its `records`, the `notebook` as text, its `html`.

    A notebook that fails is kept in build/failed. Raises RunError.
    """
    import papermill

    notebook = root() / run.notebook
    managers: list = []
    try:
        # No file is given to papermill: it would write the notebook twice a cell.
        executed = normalised(
            papermill.execute_notebook(
                notebook,
                None,
                run.parameters,
                engine_name="factcheck",
                progress_bar=False,
                kernel_name="python3",
                cwd=notebook.parent,
                managers=managers,
            )
        )
        records = records_of(executed)
    except Exception as error:
        raise RunError(said(error) + _failed(managers, Path(run.out).name)) from None
    return {"records": records, **written(executed)}


def _failed(managers: list, name: str) -> str:
    """Keep a notebook that failed as far as it came, and say where."""
    import nbformat

    if not managers:
        return ""
    write(root() / f"build/failed/{name}", nbformat.writes(managers[0].nb))
    return f" (see build/failed/{name})"


def render(run: Run, kept: dict, executed: str) -> dict:
    """Put a notebook's present prose around the outputs that it had, without executing it."""
    import nbformat
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    fresh = load_notebook_node(str(root() / run.notebook))
    fresh = normalised(parameterize_notebook(fresh, run.parameters))
    had = nbformat.reads(executed, as_version=4)
    fresh.metadata["language_info"] = had.metadata.language_info
    ran = (cell for cell in had.cells if cell.cell_type == "code")
    for cell in (cell for cell in fresh.cells if cell.cell_type == "code"):
        before = next(ran)
        cell.outputs, cell.execution_count = before.outputs, before.execution_count
    return {"records": kept["records"], **written(fresh)}


def written(notebook) -> dict:
    """Return an executed notebook as text and as the HTML of its page."""
    import nbformat

    from press.site import story

    return {"notebook": nbformat.writes(notebook) + "\n", "html": story.notebook_html(notebook)}


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
