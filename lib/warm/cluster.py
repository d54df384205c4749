"""Do jobs on a Dask cluster: the project that they need travels with the work, by content."""

import gzip
import hashlib
import io
import pickle
import sys
import tarfile
import time
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from platform import python_version

from warm.process import RunError

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


def answers(jobs: list[tuple], address: str, project: bytes, variable: str) -> Iterator[tuple]:
    """Yield, as jobs finish, each with the seconds it took, what it found or a line of error.

    jobs: a function of the project and what it takes. project: as `pack` gives it; variable: that
    of the environment which names its folder. Raises RunError when there is no scheduler, or a
    worker has other versions than this process.
    """
    import cloudpickle
    from distributed import Client, as_completed

    cloudpickle.register_pickle_by_value(sys.modules[__name__])  # workers do not have it
    try:
        client = Client(address, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        raise RunError(f"no Dask scheduler at {address}: {error}") from None
    with client:
        ours, sha = versions(), hashlib.sha256(project).hexdigest()
        for worker, theirs in client.run(versions).items():
            if fault := unlike(ours, theirs):
                raise RunError(f"{worker} {fault}")
        sent = client.scatter(project, broadcast=True)
        work = {
            client.submit(remote, sent, sha, variable, ours, pickle.dumps(job), pure=False): job
            for job in jobs
        }
        for future in as_completed(work):
            try:
                told = future.result()  # waits once more where a worker died with its result
            except Exception as error:
                told = 0, None, f"the cluster lost it: {error}"
            yield work[future], *told
            future.release()


def pack(root: Path, names: Iterable[str], distribution: str) -> bytes:
    """Pack files and folders of a project, and its entry points: the same bytes each time."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name in names:
            tar.add(root / name, name, filter=_plain)
        for name in ("METADATA", "entry_points.txt"):
            text = metadata.distribution(distribution).read_text(name).encode()
            about = tarfile.TarInfo(f"lib/{distribution}-sent.dist-info/{name}")
            about.size = len(text)
            tar.addfile(about, io.BytesIO(text))
    return gzip.compress(packed.getvalue(), 1, mtime=0)


def remote(project: bytes, sha: str, variable: str, wanted: dict, job: bytes) -> tuple:
    """Do a job on a worker, in a fresh process over the project that came with it."""
    start = time.perf_counter()
    if fault := unlike(wanted, versions()):
        return 0, None, f"a worker {fault}"
    try:
        unpack(project, sha, variable)
        from warm.process import in_fresh_process

        found = in_fresh_process(*pickle.loads(job))
        return time.perf_counter() - start, found, ""
    except Exception as error:
        return time.perf_counter() - start, None, str(error)


def unpack(project: bytes, sha: str, variable: str) -> None:
    """Make the project that came with the work this worker's own, if it is not already."""
    import multiprocessing
    import os
    import tempfile
    from multiprocessing import forkserver

    folder = Path(tempfile.gettempdir()) / f"project-{sha[:16]}"
    if os.environ.get(variable) == str(folder):
        return
    with tempfile.TemporaryDirectory(dir=folder.parent) as draft:
        with tarfile.open(fileobj=io.BytesIO(project)) as tar:
            tar.extractall(draft, filter="data")
        if not folder.is_dir():
            try:
                Path(draft).rename(folder)  # whole or not at all, whoever comes first
                Path(draft).mkdir()
            except OSError:
                pass
    ours = {path.stem for path in (folder / "lib").iterdir()}
    for name in [name for name in sys.modules if name.split(".")[0] in ours]:
        del sys.modules[name]
    forkserver._forkserver._stop()  # it may hold another version of the library
    sys.path.insert(0, str(folder / "lib"))
    os.environ |= {variable: str(folder), "PYTHONPATH": str(folder / "lib")}
    multiprocessing.current_process()._config["daemon"] = False  # a nanny's worker may not fork
    main = sys.modules["__main__"]  # each process would import the worker's command once more
    main.__spec__, main.__file__ = None, None


def versions() -> dict[str, str]:
    """Return the versions that a result may hang on."""
    return {
        "python": python_version().rpartition(".")[0],
        **{name: metadata.version(name) for name in SAME},
    }


def unlike(ours: dict, theirs: dict) -> str:
    """Say which version a worker has that is not ours; nothing where all are the same."""
    return next(
        (
            f"has {name} {theirs.get(name)}, here it is {version}: install requirements.lock there"
            for name, version in ours.items()
            if theirs.get(name) != version
        ),
        "",
    )


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leave caches out, and what would make two archives of the same content differ."""
    if "__pycache__" in member.name or ".egg-info" in member.name:
        return None
    member.mtime = member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
