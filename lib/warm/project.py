"""A project that travels to Dask workers: unpacked there, with a Python of its own over it."""

import io
import os
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterable
from importlib import metadata
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from distributed import WorkerPlugin


class Project(WorkerPlugin):
    """A zip of a project, and on each worker its folder and a Python that does jobs in it.

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
        zipfile.ZipFile(io.BytesIO(self.packed)).extractall(self.folder.name)
        self.start()

    def start(self) -> Connection:
        """Start the Python. Raises RuntimeError where a package here has another version."""
        for package, there in self.versions.items():
            here = next((d.version for d in metadata.distributions(name=package)), "missing")
            if here != there:
                raise RuntimeError(f"{self.address} has {package} {here}, here it is {there}")
        self.pipe, theirs = Pipe()
        own = {self.variable: self.folder.name, "PYTHONPATH": f"{self.folder.name}/lib"}
        self.python = subprocess.Popen(
            [sys.executable, "-c", f"from warm import process; process.serve({theirs.fileno()})"],
            env={**os.environ, **own},
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
    """Zip files and folders of a project, with its entry points beside its packages in `lib`."""
    packed = io.BytesIO()
    entries = metadata.distribution(distribution).read_text("entry_points.txt") or ""
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"lib/{distribution}-sent.dist-info/entry_points.txt", entries)
        for name in names:
            for path in [root / name, *(root / name).rglob("*")]:
                if path.is_file() and path.suffix != ".pyc":
                    archive.write(path, path.relative_to(root))
    return packed.getvalue()
