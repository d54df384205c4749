"""Execute runs: papermill, each notebook in a process of its own, kernels over ipc."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing.connection import wait

import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from papermill.exceptions import PapermillExecutionError

from factcheck.claim import RECORD
from factcheck.places import root, short
from factcheck.run.plan import Run

TIME_LIMIT = 300
_live: set = set()


@dataclass(frozen=True)
class Outcome:
    """What came of a run: its verdict record, or one line that says why there is none."""

    run: Run
    seconds: float
    record: dict | None = None
    error: str = ""


class IpcKernelManager(AsyncKernelManager):
    """A kernel on a socket file: no port that two kernels starting at once could both take."""

    def __init__(self, **options):
        folder = tempfile.mkdtemp(prefix="fc-")
        super().__init__(**{**options, "transport": "ipc", "ip": f"{folder}/k"})


def execute_all(runs: Iterable[Run], cores: int,
                began: Callable[[Run], None] = lambda run: None) -> Iterable[Outcome]:
    """Yield an outcome a run as they finish, `cores` at a time; one that dies stops no other."""
    pool = ThreadPoolExecutor(cores)
    try:
        jobs = [pool.submit(_watched, run, began) for run in runs]
        for job in as_completed(jobs):
            yield job.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list(_live):
            process.kill()


def execute(run: Run) -> Outcome:
    """Execute one notebook in this process; the result is written whole, or not at all.

    A notebook that fails is kept in build/failed for a look.
    """
    start = time.perf_counter()
    draft = run.out.with_name(f".{run.out.stem}.{os.getpid()}.tmp.ipynb")
    draft.parent.mkdir(parents=True, exist_ok=True)
    try:
        notebook = papermill.execute_notebook(
            str(run.notebook), str(draft), run.parameters, kernel_name="python3",
            progress_bar=False, cwd=str(run.notebook.parent),
            kernel_manager_class=IpcKernelManager)
        record = record_of(notebook)
    except Exception as error:
        failed = root() / "build" / "failed" / run.out.name
        failed.parent.mkdir(parents=True, exist_ok=True)
        where = f" (see {short(draft.replace(failed))})" if draft.exists() else ""
        return Outcome(run, time.perf_counter() - start, error=_said(error) + where)
    nbformat.write(normalised(notebook), draft)
    draft.replace(run.out)
    return Outcome(run, time.perf_counter() - start, record)


def record_of(notebook) -> dict:
    """Return the verdict record that the notebook's last conclusion left in its outputs.

    Raises ValueError when it never concludes.
    """
    records = [output["data"][RECORD] for cell in notebook.cells
               for output in cell.get("outputs", []) if RECORD in output.get("data", {})]
    if not records:
        raise ValueError("the notebook never concludes: its last cell should be case.conclude()")
    return dict(records[-1])


def normalised(notebook):
    """Drop what differs from run to run: times, random ids, papermill's own metadata."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for at, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"injected-{at}"
    return notebook


def _watched(run: Run, began: Callable[[Run], None]) -> Outcome:
    """Run in a fresh process and wait for it: for its answer, its death or the time limit."""
    began(run)
    start = time.perf_counter()
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_job, args=(run, theirs), name=run.name)
    process.start()
    theirs.close()
    _live.add(process)
    try:
        wait([ours, process.sentinel], TIME_LIMIT)
        outcome = _received(ours)
        if outcome is None:
            process.kill()
            process.join()
            died = f"its process died (exit {process.exitcode})" if \
                time.perf_counter() - start < TIME_LIMIT else f"stopped after {TIME_LIMIT} s"
            outcome = Outcome(run, time.perf_counter() - start, error=died)
        process.join()
        return outcome
    finally:
        _live.discard(process)


def _received(pipe) -> Outcome | None:
    try:
        return pipe.recv() if pipe.poll() else None
    except EOFError:
        return None


def _job(run: Run, pipe) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)    # kernels print noise there as they end
    pipe.send(execute(run))
    pipe.close()


def _end_with_parent() -> None:
    wait([multiprocessing.parent_process().sentinel])
    os._exit(1)


def _context():
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["factcheck.run.engine"])
    return context


def _said(error: Exception) -> str:
    if isinstance(error, PapermillExecutionError):
        return f"cell {error.exec_count}: {error.ename}: {' '.join(str(error.evalue).split())}"
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def cores() -> int:
    """How many notebooks run at once: the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
