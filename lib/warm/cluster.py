"""Do jobs on a Dask cluster, each in a fresh process over a project that travels with them."""

import pickle
import sys
from collections.abc import Iterator
from sysconfig import get_python_version

import cloudpickle
from distributed import Client, Future, as_completed, get_worker

from warm.process import RunError
from warm.project import Project


def answers(jobs: list[tuple], address: str, project: Project) -> Iterator[tuple]:
    """Yield, as jobs finish, each with the seconds it took, what it found or a line of error.

    jobs: a function of the project and what it takes. Raises RunError when there is no scheduler,
    or a worker has other versions than this process.
    """
    for module in __name__, Project.__module__:
        cloudpickle.register_pickle_by_value(sys.modules[module])  # workers do not have them
    try:
        with Client(address, timeout=10) as client:
            for worker, version in client.run(get_python_version).items():
                if version != get_python_version():
                    raise RunError(f"{worker} has Python {version}, not {get_python_version()}")
            try:
                client.register_plugin(project)
                work = {client.submit(do, project.name, pickle.dumps(job)): job for job in jobs}
                for future in as_completed(work):
                    yield work[future], *outcome(future)
                    future.release()
            finally:
                client.unregister_worker_plugin(project.name)
    except (OSError, ValueError, RuntimeError) as error:
        raise RunError(f"Dask at {address}: {error}") from None


def do(project: str, job: bytes) -> bytes:
    """Do a job on a worker, in the project of that name."""
    return get_worker().plugins[project].do(job)  # type: ignore[attr-defined]


def outcome(future: Future) -> tuple:
    """Wait, once more where a worker died with it, for what a job came to."""
    try:
        seconds, found, error = pickle.loads(future.result())
    except Exception as fault:
        seconds, found, error = 0, b"", f"the cluster lost it: {fault}"
    return seconds, pickle.loads(found) if found else None, error
