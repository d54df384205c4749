"""Execute a run by papermill in a fresh process, forked from a warm one where there are forks."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import threading
import time
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import wait
from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from factcheck import results
from factcheck.claim import RECORD
from factcheck.places import root, short, write
from factcheck.run.plan import Run

PRELOAD = "factcheck.run.preload"
TIME_LIMIT = 300
WARM = "forkserver" in multiprocessing.get_all_start_methods()
# One thread in the server: a fork of several threads can lock up.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
live: set = set()


class RunError(RuntimeError):
    """A run that gave no result; the message says why, in one line."""


@dataclass(frozen=True)
class Outcome:
    """What came of a run: its verdict record and the notebook's HTML, or one line of error."""

    run: Run
    seconds: float
    record: dict | None = None
    html: dict | None = None
    error: str = ""


def outcome(run: Run) -> Outcome:
    """Execute a run in a fresh process and wait for it; an error is one line of the outcome."""
    start = time.perf_counter()
    try:
        record, html = in_fresh_process(execute, run)
        return Outcome(run, time.perf_counter() - start, record, html)
    except RunError as error:
        return Outcome(run, time.perf_counter() - start, error=str(error))


def in_fresh_process(job, *given, limit: float = TIME_LIMIT):
    """Call job(*given) in a process forked from the warm one, and return its answer.

    Raises RunError when it raises, dies, or takes longer than `limit` seconds.
    """
    context = multiprocessing.get_context("forkserver" if WARM else "spawn")
    if WARM:
        os.environ.update(ONE_THREAD)
        context.set_forkserver_preload([PRELOAD])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, job, given))
    process.start()
    theirs.close()
    live.add(process)
    try:
        if not wait([ours, process.sentinel], limit):
            raise RunError(f"stopped after {limit:.0f} s")
        answer, error = ours.recv()
    except EOFError:
        process.join()
        raise RunError(f"its process died (exit {process.exitcode})") from None
    finally:
        process.kill()
        process.join()
        live.discard(process)
    if error:
        raise RunError(error)
    return answer


def execute(run: Run) -> tuple[dict, dict]:
    """Execute one notebook in this process and return its record and its HTML.

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
            record = record_of(notebook)
        except Exception as error:
            failed = root() / "build" / "failed" / run.out.name
            where = f" (see {short(failed)})" if draft.exists() else ""
            if draft.exists():
                write(failed, draft.read_bytes())
            raise RunError(_said(error) + where) from None
    write(run.out, nbformat.writes(notebook) + "\n")
    return record, notebook_html(notebook)


def record_of(notebook) -> dict:
    """Return the verdict record that the notebook's last conclusion left in its outputs."""
    records = [o["data"][RECORD] for o in results.outputs(notebook)
               if RECORD in o.get("data", {})]
    if not records:
        raise RunError("the notebook never concludes: its last cell should be case.conclude()")
    return dict(records[-1])


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


def _answer(pipe, job, given) -> None:
    threading.Thread(target=end_with_parent, daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)    # kernels print noise there as they end
    try:
        if WARM:
            import_module(PRELOAD)      # there already, unless the server was started by others
        pipe.send((job(*given), ""))
    except Exception as error:
        pipe.send((None, _said(error)))


def end_with_parent() -> None:
    """Wait for the end of the process that asked for this one, and end with it."""
    wait([multiprocessing.parent_process().sentinel])
    os._exit(1)


def _said(error: Exception) -> str:
    """One line for people: which cell failed and why."""
    head, text = "" if isinstance(error, RunError) else f"{type(error).__name__}: ", error
    if isinstance(error, PapermillExecutionError):
        head, text = f"cell {error.exec_count}: {error.ename}: ", error.evalue
    return head + " ".join(str(text).split())
