"""Where runs are executed: the cores of this machine, each run in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed

from factcheck.run import engine
from factcheck.run.plan import Run
from warm.process import live


def outcomes(runs: Iterable[Run], began: Callable[[Run], None]) -> Iterator[engine.Outcome]:
    """Yield an outcome a run as they finish; a run that dies stops no other.

    began: called with a run as it starts. A break of any kind leaves no process behind.
    """
    pool = ThreadPoolExecutor(cores())

    def job(run: Run) -> engine.Outcome:
        began(run)
        return engine.outcome(run)

    try:
        for future in as_completed([pool.submit(job, run) for run in runs]):
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list(live):
            process.kill()


def cores() -> int:
    """How many notebooks run at once: the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
