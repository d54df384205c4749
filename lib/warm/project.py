"""A project that travels to Dask workers: unpacked there, with a Python of its own over it."""

import io
import os
import subprocess
import sys
import tarfile
import uuid
from collections.abc import Iterable
from importlib import metadata
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from distributed import WorkerPlugin


class Project(WorkerPlugin):
    """A project packed, and on each worker its folder and a Python that does jobs in it.

    variable: of the environment, to name the folder; its `lib` holds the project's packages.
    versions: of packages, to be the same on a worker.
    """

    def __init__(self, packed: bytes, variable: str, versions: dict[str, str]):
        self.name, self.packed = f"warm-{uuid.uuid4()}", packed
        self.variable, self.versions = variable, versions

    def setup(self, worker):
        self.address, self.lock = worker.address, Lock()
        self.pipe, self.python = None, None
        self.folder = TemporaryDirectory(dir=worker.local_directory)
        with tarfile.open(fileobj=io.BytesIO(self.packed)) as tar:
            tar.extractall(self.folder.name, filter="data")
        self.start()

    def start(self) -> Connection:
        """Start the Python. Raises RuntimeError where a package here has another version."""
        for package, there in self.versions.items():
            here = next((d.version for d in metadata.distributions(name=package)), "missing")
            if here != there:
                raise RuntimeError(f"{self.address} has {package} {here}, here it is {there}")
        self.pipe, theirs = Pipe()
        self.python = subprocess.Popen(
            [sys.executable, "-c", f"from warm import process; process.serve({theirs.fileno()})"],
            env={
                **os.environ,
                self.variable: self.folder.name,
                "PYTHONPATH": os.path.join(self.folder.name, "lib"),
            },
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        return self.pipe

    def do(self, job: bytes) -> bytes:
        """Have a job done, one at a time. Raises RuntimeError where it took the Python with it."""
        with self.lock:
            pipe = self.pipe or self.start()
            try:
                pipe.send_bytes(job)
                return pipe.recv_bytes()
            except (EOFError, OSError):
                self.pipe = None
                raise RuntimeError(f"the Python beside {self.address} died") from None

    def teardown(self, worker):
        if self.python:
            self.python.kill()
            self.python.wait()
        self.folder.cleanup()


def pack(root: Path, names: Iterable[str], distribution: str) -> bytes:
    """Tar files and folders of a project, and its entry points beside its packages in `lib`."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as tar:
        for file in metadata.files(distribution) or []:
            if file.name == "entry_points.txt":
                tar.add(str(file.locate()), f"lib/{file}")
        for name in names:
            tar.add(root / name, name)  # with times, so that compiled modules are valid there
    return packed.getvalue()
