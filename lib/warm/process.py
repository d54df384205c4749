"""Jobs in processes of their own, forked from a server that has done the imports."""

import multiprocessing
import os
import pickle
import threading
import time
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection, wait

PRELOAD = "warm.server"
TIME_LIMIT = 300
WARM = "forkserver" in multiprocessing.get_all_start_methods()
# One thread in the server: a fork of several threads can lock up.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
live: set = set()


class RunError(RuntimeError):
    """A run that gave no result; the message says why, in one line."""


def in_fresh_process(job, *given, limit: float = TIME_LIMIT):
    """Call job(*given) in a process forked from the warm one, and return its answer.

    Raises RunError when it raises, dies, or takes longer than `limit` seconds.
    """
    context = starting_from(PRELOAD)
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


def starting_from(module: str):
    """Say where processes come from: a server that has the module ready, or else a new Python."""
    if not WARM:
        return multiprocessing.get_context("spawn")
    os.environ.update(ONE_THREAD)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    return context


def said(error) -> str:
    """One line for people: why a job failed, and in which cell."""
    if isinstance(error, RunError):
        return str(error)
    head, text = type(error).__name__, error
    if hasattr(error, "ename"):  # papermill's: it imports this module, not the reverse
        head, text = f"cell {error.exec_count}: {error.ename}", error.evalue
    return f"{head}: {' '.join(str(text).split())}"


def end_with_parent() -> None:
    """Wait for the end of the process that asked for this one, and end with it."""
    wait([multiprocessing.parent_process().sentinel])  # type: ignore[union-attr]
    os._exit(1)


def serve(number: int) -> None:
    """Do the pickled jobs that come through a pipe of this number, until it closes."""
    pipe = Connection(number)
    with suppress(EOFError):
        while job := pipe.recv_bytes():
            threading.Thread(target=_tell, args=(pipe, job)).start()
    os._exit(0)  # a job in work ends with its parent


def _tell(pipe, job: bytes) -> None:
    """Send the seconds that a job took, what it found, still pickled, and a line of error."""
    start, found, error = time.perf_counter(), b"", ""
    try:
        found = in_fresh_process(_unpickled, job)
    except RunError as fault:
        error = str(fault)
    pipe.send_bytes(pickle.dumps((time.perf_counter() - start, found, error)))


def _unpickled(job: bytes) -> bytes:
    """Do a pickled job: only this process has the project's modules, and whoever asked."""
    function, *given = pickle.loads(job)
    return pickle.dumps(function(*given))


def _answer(pipe, job, given) -> None:
    threading.Thread(target=end_with_parent, daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # kernels print noise there as they end
    try:
        if WARM:
            import_module(PRELOAD)  # there already, unless the server was started by others
        pipe.send((job(*given), ""))
    except Exception as error:
        pipe.send((None, said(error)))
    os._exit(0)  # nothing is left to tidy up, and the interpreter's own end takes long
