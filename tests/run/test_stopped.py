"""A run that is stopped leaves no process and keeps what had finished; nothing is half written."""

import os
import signal
import subprocess

import psutil
import pytest
from commands import COMMAND, environment, half_written, wait_for

from factcheck import ledger
from invented import CODE, PARAMETERS
from press.run import cache, keys, plan

SLOW = """\
import os, pathlib, time
pathlib.Path(os.environ["FACTCHECK_ROOT"], "began").touch()
time.sleep(600)
"""


@pytest.fixture
def working(project):
    """A run in a group of its own while a notebook works, and the processes below it."""
    project.notebook("slow", SLOW + CODE, PARAMETERS)
    project.claim("slow", "C902")
    project.write("build/results.json", "older results")
    run = subprocess.Popen(
        [*COMMAND, "reproduce"],
        text=True,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=environment(project),
        cwd=project.root,
        start_new_session=True,
    )
    finished = [project.root / f"build/cache/C901.{moment}.json" for moment in ("then", "now")]
    try:
        wait_for(lambda: all(path.exists() for path in finished))
        wait_for((project.root / "began").exists)
        below = psutil.Process(run.pid).children(recursive=True)
        assert below
        yield project, run, below
    finally:
        run.kill()
        run.communicate()


def nothing_left(project, below: list[psutil.Process]) -> None:
    """No process below the run, no draft, no result: what was there before is there still."""
    _, alive = psutil.wait_procs(below, timeout=60)
    for process in alive:
        process.kill()
    assert alive == []
    assert half_written(project) == []
    assert (project.root / "build/results.json").read_text() == "older results"
    assert not (project.root / "build/site").exists()


def what_had_finished_is_kept() -> None:
    """The next run takes C901 as it is kept, and executes C902."""
    finished = [cache.look(run) for run in plan.of_claim(ledger.get("C901"))]
    assert [(records["C901"].verdict, reason) for records, reason in finished] == [
        ("supported", None),
        ("supported", None),
    ]
    stopped = [cache.look(run) for run in plan.of_claim(ledger.get("C902"))]
    assert stopped == [({}, keys.NEW), ({}, keys.NEW)]


def test_ctrl_c_leaves_no_process_and_keeps_what_had_finished(working):
    project, run, below = working
    os.killpg(run.pid, signal.SIGINT)
    _, error = run.communicate(timeout=60)
    assert run.returncode == 130
    assert error.strip() == (
        "factcheck: stopped: what had finished is kept, nothing is half written"
    )
    nothing_left(project, below)
    what_had_finished_is_kept()


def test_a_kill_leaves_no_process_and_keeps_what_had_finished(working):
    project, run, below = working
    run.kill()
    run.communicate(timeout=60)
    nothing_left(project, below)
    what_had_finished_is_kept()
