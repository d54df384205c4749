"""On a Dask cluster: the same results as here, an edit taken, a worker killed, or unlike this."""

import importlib
import json
import os
import pickle
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

import commands
import psutil
import pytest
from commands import COMMAND, half_written
from distributed import Client
from test_stopped import wait_for

from invented import CODE, ENTRY, PARAMETERS, REPO
from press.run import execute, plan
from warm import cluster as dask
from warm.process import RunError
from warm.project import Project, pack

DASK = str(REPO / ".venv/bin/dask")
# Charts, sentences, sentences without a figure, quotations, dates.
REAL = [
    "C014",
    "C101",
    "C113",
    "C144",
    "P14.S2",
    "P1.S1",
    "P2.S1",
    "C024",
    "C138",
    "C048",
    "C009",
    "C192",
]
MANY = [f"C{number}" for number in range(901, 909)]
SLOW = """\
import os, pathlib, time
import factcheck
where = f"{{os.environ['FACTCHECK_ROOT']}} {{factcheck.__file__}}"
pathlib.Path({here!r}, "began-" + claim).write_text(where)
time.sleep(0.5)
"""
TOLD = "def told(given):\n    return {text!r}, given, __file__\n"


class Cluster:
    """A scheduler and workers as processes of this machine, in a folder of their own."""

    def __init__(self, folder: Path, width: int):
        free = {k: v for k, v in os.environ.items() if k not in ("FACTCHECK_ROOT", "PYTHONPATH")}
        self.folder, self.env, self.started = folder, free | {"TMPDIR": str(folder)}, []
        told = folder / "scheduler.json"
        common = ("--no-dashboard", "--scheduler-file", str(told))
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", *common)
        wait_for(lambda: told.exists() and told.read_text().endswith("}"))
        self.address = json.loads(told.read_text())["address"]
        self.start("worker", "--nworkers", str(width), "--nthreads", "1", *common)
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

    def below(self) -> list[psutil.Process]:
        return [
            process
            for started in self.started
            for process in psutil.Process(started.pid).children(recursive=True)
        ]

    def end(self) -> None:
        """End all, and see that nothing outlives it."""
        below = self.below()
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


@pytest.fixture
def small(project):
    """The invented project with what travels, a library of its own, and eight slow claims."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(REPO / "lib", project.root / "lib", dirs_exist_ok=True, ignore=ignore)
    project.notebook("counts", SLOW.format(here=str(project.root)) + CODE, PARAMETERS)
    entries = [ENTRY.format(id=claim, asserted="at least 271") for claim in MANY]
    project.write("notebooks/counts.claims.yml", "".join(entries))
    return project


def factcheck(project, *words: str, before: str = "") -> subprocess.CompletedProcess:
    """Run a command over the project's own library; `before` precedes that on the path."""
    path = os.pathsep.join(filter(None, [before, str(project.root / "lib")]))
    return commands.factcheck(project, *words, PYTHONPATH=path)


def began(project) -> list[Path]:
    return sorted(project.root.glob("began-*"))


@pytest.fixture
def job(tmp_path, monkeypatch):
    """A job of a project that has one module, this package, and nothing else."""
    shutil.copytree(REPO / "lib/warm", tmp_path / "lib/warm")
    (tmp_path / "lib/travelled.py").write_text(TOLD.format(text="one"))
    monkeypatch.syspath_prepend(tmp_path / "lib")
    monkeypatch.delitem(sys.modules, "travelled", raising=False)
    return importlib.import_module("travelled").told, 7


def packed(folder: Path, **versions: str) -> Project:
    return Project(pack(folder, ["lib"], "factcheck"), "TRAVELLED_ROOT", versions)


def test_real_claims_on_two_workers_give_what_a_local_run_gives(cluster):
    runs = [run for run in plan.of_all() if run.subject in REAL and run.moment == "now"]
    assert len(runs) == len(REAL)
    here, there = (
        {done.run: (done.error, done.found) for done in execute.outcomes(runs, id, address)}
        for address in ("", cluster.address)
    )
    assert [run.name for run in runs if here[run][0]] == []
    assert [run.name for run in runs if here[run] != there[run]] == []


def test_a_worker_killed_in_mid_run_loses_nothing(cluster, small):
    victim = cluster.workers()[0]
    run = subprocess.Popen(
        [*COMMAND, "reproduce", "--dask", cluster.address],
        text=True,
        env=commands.environment(small) | {"PYTHONPATH": str(small.root / "lib")},
        cwd=small.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        wait_for(lambda: len(began(small)) >= 3)
        assert len(began(small)) < len(MANY)
        os.kill(victim, signal.SIGKILL)
        out, error = run.communicate(timeout=120)
    finally:
        run.kill()
        run.wait()
    assert "0 failed runs" in out and "Traceback" not in error, out + error
    results = json.loads((small.root / "build/results.json").read_text())
    assert {e["id"]: e["now"]["verdict"] for e in results} == dict.fromkeys(MANY, "supported")
    assert victim not in cluster.workers() and half_written(small) == []
    # Data and library came by the network: nothing was read where the command ran.
    for path in began(small):
        root, library = map(Path, path.read_text().split())
        assert root.is_relative_to(cluster.folder) and library.is_relative_to(root / "lib")


def test_an_edit_is_taken_and_nothing_stays_on_the_workers(cluster, tmp_path, job):
    for text in "one", "two":
        (tmp_path / "lib/travelled.py").write_text(TOLD.format(text=text))
        [(_, _, found, error)] = dask.answers([job], cluster.address, packed(tmp_path))
        assert not error and found[:2] == (text, 7)
        assert Path(found[2]).is_relative_to(cluster.folder) and not Path(found[2]).exists()
    workers = cluster.workers()
    wait_for(lambda: not [p for p in cluster.below() if "serve" in " ".join(p.cmdline())])
    assert cluster.workers() == workers


def test_a_worker_with_another_version_is_one_line_that_names_it(cluster, small, tmp_path):
    about = tmp_path / "other/seaborn-0.0.1.dist-info/METADATA"
    about.parent.mkdir(parents=True)
    about.write_text("Metadata-Version: 2.1\nName: seaborn\nVersion: 0.0.1\n")
    ran = factcheck(small, "reproduce", "--dask", cluster.address, before=str(tmp_path / "other"))
    assert ran.returncode == 1 and ran.stderr.count("\n") == 1, ran.stdout + ran.stderr
    assert re.search(r"tcp://\S+ has seaborn 0\.1\S+, here it is 0\.0\.1$", ran.stderr.strip())
    assert began(small) == [] and not (small.root / "build/results.json").exists()


def test_a_worker_with_another_version_that_comes_later_is_named_too(tmp_path, job):
    project = packed(tmp_path, seaborn="0.0.1")
    with pytest.raises(RuntimeError, match="tcp://late has seaborn 0.1.*, here it is 0.0.1"):
        project.setup(late(tmp_path))
    with pytest.raises(RuntimeError, match="tcp://late has seaborn 0.1.*, here it is 0.0.1"):
        project.do(pickle.dumps(job))
    project.teardown(late(tmp_path))


def test_a_python_that_died_takes_one_job_with_it(tmp_path, job):
    project = packed(tmp_path)
    project.setup(late(tmp_path))
    try:
        project.python.kill()
        with pytest.raises(RuntimeError, match="the Python beside tcp://late died"):
            project.do(pickle.dumps(job))
        _, found, error = pickle.loads(project.do(pickle.dumps(job)))
        assert not error and pickle.loads(found)[0] == "one"
    finally:
        project.teardown(late(tmp_path))


def late(folder: Path) -> SimpleNamespace:
    """A worker that comes later, as far as a project asks."""
    return SimpleNamespace(address="tcp://late", local_directory=str(folder))


def test_an_address_where_nobody_listens_is_one_line(monkeypatch):
    monkeypatch.setattr(dask, "Client", lambda address, timeout: Client(address, timeout=0.5))
    with socket.socket() as taken:  # bound and not listening: nobody else can be there
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(RunError, match=f"Dask at {address}: [^\n]+$"):
            next(dask.answers([], address, MagicMock()))


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
        seconds, found, error = self.again
        return pickle.dumps((seconds, pickle.dumps(found), error))

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
    monkeypatch.setattr(dask, "Client", client)
    monkeypatch.setattr(dask, "as_completed", list)
    job = (len, "a run")
    assert [*dask.answers([job], "tcp://nowhere", MagicMock())] == [(job, *told)]


def test_a_worker_of_another_python_is_named(monkeypatch):
    client = MagicMock()
    client.return_value.__enter__.return_value = client.return_value
    client.return_value.run.return_value = {"tcp://old": "3.6"}
    monkeypatch.setattr(dask, "Client", client)
    with pytest.raises(RunError, match="tcp://old has Python 3.6, not 3"):
        next(dask.answers([(len, "a run")], "tcp://nowhere", MagicMock()))
    assert not client.return_value.submit.called
