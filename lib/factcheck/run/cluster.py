"""Do jobs on a Dask cluster: notebooks, tables and library travel with the work, by content."""

import gzip
import io
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import metadata
from platform import python_version

from factcheck.places import root
from factcheck.run.engine import Outcome
from factcheck.run.keys import fingerprint
from factcheck.run.plan import Run
from warm.process import RunError

SENT = ("lib", "notebooks", "data/processed", "data/raw/sources.csv", "data/datapackage.yaml")
SAME = ("ipykernel", "ipython", "matplotlib", "nbclient", "nbconvert", "numpy", "pandas",
        "papermill", "seaborn")


def outcomes(jobs: list[tuple], began: Callable[[Run], None], address: str) -> Iterator[Outcome]:
    """Yield outcomes as jobs finish on the cluster at `address`; as engine.outcomes does here.

    Raises RunError when there is no scheduler, or a worker has other versions than this process.
    """
    import cloudpickle
    from distributed import Client, as_completed
    cloudpickle.register_pickle_by_value(sys.modules[__name__])     # workers do not have it
    try:
        client = Client(address, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        raise RunError(f"no Dask scheduler at {address}: {error}") from None
    with client:
        ours, theirs = versions(), client.run(versions)
        for worker, found in theirs.items():
            if fault := unlike(ours, found):
                raise RunError(f"{worker} {fault}")
        sent = archive()
        project = client.scatter(sent, broadcast=True)
        work = {client.submit(remote, project, fingerprint(sent), ours, job.__name__, asdict(run),
                              more, pure=False): run for job, run, *more in jobs}
        for future in as_completed(work):
            began(work[future])
            answer = future.result() if future.status == "finished" else \
                {"error": f"the cluster lost it: {future.exception()}", "seconds": 0}
            yield Outcome(work[future], answer["seconds"], answer.get("found"),
                          answer.get("error", ""))
            future.release()


def archive() -> bytes:
    """Pack what a notebook needs, and the entry points of this project: the same bytes each time."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name in SENT:
            tar.add(root() / name, name, filter=_plain)
        for name in ("METADATA", "entry_points.txt"):
            text = metadata.distribution("factcheck").read_text(name).encode()
            about = tarfile.TarInfo(f"lib/factcheck-sent.dist-info/{name}")
            about.size = len(text)
            tar.addfile(about, io.BytesIO(text))
    return gzip.compress(packed.getvalue(), 1, mtime=0)


def remote(project: bytes, sha: str, wanted: dict, job: str, run: dict, more: list) -> dict:
    """Do a job on a worker, in a fresh process over the project that came with it."""
    start = time.perf_counter()
    try:
        if fault := unlike(wanted, versions()):
            return {"error": f"a worker {fault}", "seconds": 0}
        unpack(project, sha)
        from factcheck.run import engine, plan
        from warm.process import in_fresh_process
        found = in_fresh_process(getattr(engine, job), plan.Run(**run), *more)
        return {"found": found, "seconds": time.perf_counter() - start}
    except Exception as error:
        return {"error": str(error), "seconds": time.perf_counter() - start}


def unpack(project: bytes, sha: str) -> None:
    """Make the project that came with the work this worker's own, if it is not already."""
    import multiprocessing
    import os
    import tempfile
    from multiprocessing import forkserver
    from pathlib import Path
    folder = Path(tempfile.gettempdir()) / f"factcheck-{sha[:16]}"
    if os.environ.get("FACTCHECK_ROOT") == str(folder):
        return
    with tempfile.TemporaryDirectory(dir=folder.parent) as draft:
        with tarfile.open(fileobj=io.BytesIO(project)) as tar:
            tar.extractall(draft, filter="data")
        if not folder.is_dir():
            try:
                Path(draft).rename(folder)      # whole or not at all, whoever comes first
                Path(draft).mkdir()
            except OSError:
                pass
    for name in [name for name in sys.modules if name.split(".")[0] in ("factcheck", "warm")]:
        del sys.modules[name]
    forkserver._forkserver._stop()              # it may hold another version of the library
    sys.path.insert(0, str(folder / "lib"))
    os.environ |= {"FACTCHECK_ROOT": str(folder), "PYTHONPATH": str(folder / "lib")}
    multiprocessing.current_process()._config["daemon"] = False     # a nanny's worker may not fork
    main = sys.modules["__main__"]      # each process would import the worker's command once more
    main.__spec__, main.__file__ = None, None


def versions() -> dict[str, str]:
    """Return the versions that a result may hang on."""
    return {"python": python_version().rpartition(".")[0],
            **{name: metadata.version(name) for name in SAME}}


def unlike(ours: dict, theirs: dict) -> str:
    """Say which version a worker has that is not ours; nothing where all are the same."""
    return next((f"has {name} {theirs.get(name)}, here it is {version}: install requirements.lock "
                 "there" for name, version in ours.items() if theirs.get(name) != version), "")


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leave caches out, and what would make two archives of the same content differ."""
    if "__pycache__" in member.name or ".egg-info" in member.name:
        return None
    member.mtime = member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
