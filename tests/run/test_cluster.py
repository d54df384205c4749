"""On a Dask cluster: the same results as here, a worker killed, other versions, nobody there."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from unittest.mock import MagicMock

import commands
import psutil
import pytest
from commands import COMMAND, half_written
from distributed import Client
from test_stopped import wait_for

from invented import CODE, ENTRY, PARAMETERS, REPO, Project
from warm.cluster import answers

DASK = str(REPO / ".venv/bin/dask")
NEEDED = (
    "lib",
    "notebooks",
    "data/processed",
    "data/raw/sources.csv",
    "data/datapackage.yaml",
    "docs/methodology.md",
    "CORRECTIONS.md",
    "requirements.lock",
)
MANY = [f"C{number}" for number in range(901, 913)]


def environment(project) -> dict[str, str]:
    return commands.environment(project) | {"PYTHONPATH": str(project.root / "lib")}


def factcheck(project, *words: str) -> subprocess.CompletedProcess:
    return commands.factcheck(project, *words, **environment(project))


class Cluster:
    """A scheduler and workers as processes of this machine, in a folder of their own."""

    def __init__(self, folder: Path, width: int, **more: str):
        free = {k: v for k, v in os.environ.items() if k not in ("FACTCHECK_ROOT", "PYTHONPATH")}
        self.folder, self.env, self.started = folder, free | {"TMPDIR": str(folder)} | more, []
        told = folder / "scheduler.json"
        self.start(
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(told),
        )
        wait_for(lambda: told.exists() and told.read_text().endswith("}"))
        self.address = json.loads(told.read_text())["address"]
        self.start(
            "worker", self.address, "--nworkers", str(width), "--nthreads", "1", "--no-dashboard"
        )
        with Client(self.address) as client:
            client.wait_for_workers(width, timeout=60)

    def start(self, *words: str) -> None:
        with (self.folder / f"{words[0]}.log").open("w") as log:
            self.started.append(
                subprocess.Popen(
                    [DASK, *words], env=self.env, cwd=self.folder, stdout=log, stderr=log
                )
            )

    def workers(self) -> list[int]:
        with Client(self.address) as client:
            return list(client.run(os.getpid).values())

    def end(self) -> None:
        """End all, and see that nothing outlives it."""
        below = [
            p
            for started in self.started
            for p in psutil.Process(started.pid).children(recursive=True)
        ]
        for started in reversed(self.started):
            started.terminate()
            try:
                started.wait(20)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()
        _, alive = psutil.wait_procs(below, timeout=20)
        for process in alive:
            process.kill()
        assert alive == []


@pytest.fixture(scope="module")
def cluster():
    """Two workers with a thread each."""
    with tempfile.TemporaryDirectory(prefix="t") as folder:
        made = Cluster(Path(folder), 2)
        try:
            yield made
        finally:
            made.end()


def with_library(project):
    """Give a project what travels to a cluster, and a copy of the library of its own."""
    shutil.copytree(
        REPO / "lib",
        project.root / "lib",
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    return project


@pytest.fixture
def small(project):
    return with_library(project)


def test_all_claims_on_two_workers_give_the_results_of_a_local_run(cluster, tmp_path):
    for path in NEEDED:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (REPO / path).is_dir() else shutil.copy)(REPO / path, tmp_path / path)
    project, results = Project(tmp_path), tmp_path / "build/results.json"
    written = []
    for words in (), ("--dask", cluster.address):
        ran = factcheck(project, "reproduce", "--force", *words)
        assert "0 failed runs" in ran.stdout and ran.returncode == 0, ran.stdout + ran.stderr
        notebooks = {p.name: p.read_bytes() for p in (tmp_path / "build/notebooks").iterdir()}
        written.append((results.read_bytes(), notebooks))
        shutil.rmtree(tmp_path / "build")
    assert list(cluster.folder.glob("project-*"))  # it was there, not here
    (here, own), (there, theirs) = written
    assert len(json.loads(here)) > 150 and there == here
    assert set(own) == set(theirs) and [name for name in own if own[name] != theirs[name]] == []


def test_a_worker_killed_in_mid_run_loses_nothing(cluster, small):
    code = (
        "import pathlib, time\n"
        f"pathlib.Path({str(small.root)!r}, 'began-' + claim).touch()\ntime.sleep(0.5)\n"
    )
    small.notebook("counts", code + CODE, PARAMETERS)
    small.write(
        "notebooks/counts.claims.yml",
        "".join(ENTRY.format(id=claim, asserted="at least 271") for claim in MANY),
    )
    victim = cluster.workers()[0]
    run = subprocess.Popen(
        [*COMMAND, "reproduce", "--dask", cluster.address],
        text=True,
        env=environment(small),
        cwd=small.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        wait_for(lambda: len(list(small.root.glob("began-*"))) >= 3)
        assert len(list(small.root.glob("began-*"))) < len(MANY)
        os.kill(victim, signal.SIGKILL)
        out, error = run.communicate(timeout=120)
    finally:
        run.kill()
        run.wait()
    assert "0 failed runs" in out and "Traceback" not in error, out + error
    results = json.loads((small.root / "build/results.json").read_text())
    assert {e["id"]: e["now"]["verdict"] for e in results} == dict.fromkeys(MANY, "supported")
    assert victim not in cluster.workers() and half_written(small) == []


def test_a_worker_with_another_version_is_one_line_that_names_it(small):
    with tempfile.TemporaryDirectory(prefix="t") as folder:
        about = Path(folder) / "other/seaborn-0.0.1.dist-info/METADATA"
        about.parent.mkdir(parents=True)
        about.write_text("Metadata-Version: 2.1\nName: seaborn\nVersion: 0.0.1\n")
        other = Cluster(Path(folder), 1, PYTHONPATH=f"{folder}/other")
        try:
            ran = factcheck(small, "reproduce", "--dask", other.address)
        finally:
            other.end()
    one_line(ran, "has seaborn 0.0.1, here it is ")
    assert not (small.root / "build/results.json").exists()


def test_an_address_where_nobody_listens_is_one_line(small):
    with socket.socket() as taken:  # bound and not listening: nobody else can be there
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        one_line(
            factcheck(small, "reproduce", "--dask", address), f"no Dask scheduler at {address}"
        )


def one_line(ran: subprocess.CompletedProcess, said: str) -> None:
    assert ran.returncode == 1 and said in ran.stderr, ran.stdout + ran.stderr
    assert ran.stderr.count("\n") == 1, ran.stderr


class Lost:
    """A result whose worker died with it: there no more, until it is computed again."""

    status = "pending"

    def __init__(self, again):
        self.again = again

    def exception(self):
        return None

    def result(self):
        if isinstance(self.again, Exception):
            raise self.again
        return self.again

    def release(self):
        pass


@pytest.mark.parametrize(
    "again, told",
    [
        ((0.1, "found", ""), (0.1, "found", "")),
        (
            RuntimeError("3 workers died of it"),
            (0, None, "the cluster lost it: 3 workers died of it"),
        ),
    ],
)
def test_a_result_that_died_with_its_worker_is_waited_for(monkeypatch, again, told):
    client = MagicMock()
    client.return_value.__enter__.return_value = client.return_value
    client.return_value.run.return_value = {}
    client.return_value.submit.return_value = Lost(again)
    monkeypatch.setattr("distributed.Client", client)
    monkeypatch.setattr("distributed.as_completed", list)
    job = (len, "a run")
    assert [*answers([job], "tcp://nowhere", b"", "ROOT")] == [(job, *told)]
