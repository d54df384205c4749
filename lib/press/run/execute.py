"""Execute runs by papermill, each in a fresh process, as many at once as the machine carries."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from factcheck.files import write
from factcheck.paths import root
from factcheck.record import RECORD, Record, from_json
from press import notebooks
from press.run.cache import Found
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
    """What came of a run: what it found, or a line of error."""

    run: Run
    seconds: float
    found: Found | None = None
    error: str = ""


def width() -> int:
    """Return how many notebooks run at once: one a core, fewer where memory is short."""
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return CORES
    return max(1, min(CORES, int(free // CHILD)))


def outcomes(runs: list[Run], began: Callable[[Run], None], dask: str = "") -> Iterator[Outcome]:
    """Execute runs, and yield outcomes as they finish.

    began: hears of each start. dask: the address of a cluster. A break leaves no process behind.
    """
    if dask and runs:
        yield from _on_cluster(runs, began, dask)
        return

    def work(run: Run) -> Outcome:
        began(run)
        start = time.perf_counter()
        try:
            found = in_fresh_process(execute, run)
            return Outcome(run, time.perf_counter() - start, found)
        except RunError as error:
            return Outcome(run, time.perf_counter() - start, error=str(error))

    pool = ThreadPoolExecutor(width())
    try:
        for future in as_completed([pool.submit(work, run) for run in runs]):
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list(live):
            process.kill()


def versions() -> dict[str, str]:
    """Return the versions of the packages that a result may hang on."""
    return {name: version(name) for name in SAME}


def _on_cluster(runs: list[Run], began: Callable[[Run], None], dask: str) -> Iterator[Outcome]:
    from warm import cluster, project

    packed = project.pack(root(), SENT, "factcheck")
    sent = project.Project(packed, "FACTCHECK_ROOT", versions())
    jobs = [(execute, run) for run in runs]
    for (_, run), *told in cluster.answers(jobs, dask, sent):
        began(run)
        yield Outcome(run, *told)


def execute(run: Run) -> Found:
    """Execute a notebook in this process.

    A notebook that fails is kept in build/failed. Raises RunError.
    """
    import nbformat
    import papermill

    notebook = root() / run.notebook
    managers: list = []
    try:
        # No file is given to papermill: it would write the notebook twice a cell.
        executed = papermill.execute_notebook(
            notebook,
            None,
            run.parameters,
            engine_name="factcheck",
            progress_bar=False,
            kernel_name="python3",
            cwd=notebook.parent,
            managers=managers,
        )
        executed = notebooks.normalised(executed)
        return Found(records_of(executed), nbformat.writes(executed) + "\n")
    except Exception as error:
        raise RunError(said(error) + _failed(managers, Path(run.out).name)) from None


def records_of(notebook) -> dict[str, Record]:
    """Return the records that the notebook's last conclusion left in its outputs, by claim."""
    left = [
        output["data"][RECORD]
        for output in notebooks.outputs(notebook)
        if RECORD in output.get("data", {})
    ]
    if not left:
        raise RunError("the notebook never concludes: its last cell should be case.conclude()")
    records = left[-1] if isinstance(left[-1], list) else [left[-1]]
    return {kept["claim"]: from_json(kept) for kept in records}


def _failed(managers: list, name: str) -> str:
    """Keep a notebook that failed as far as it came, and say where."""
    import nbformat

    if not managers:
        return ""
    write(root() / f"build/failed/{name}", nbformat.writes(managers[0].nb))
    return f" (see build/failed/{name})"
