"""A run that is stopped leaves no process and keeps older results; nothing is half written."""

import os
import signal
import subprocess
import time

import psutil
import pytest
from commands import COMMAND, environment, half_written

SLOW = """\
import os, pathlib, time
pathlib.Path(os.environ["FACTCHECK_ROOT"], "began").touch()
time.sleep(600)
"""


@pytest.fixture
def working(project):
    """A run in a group of its own while its notebook works, and the processes below it."""
    project.notebook("counts", SLOW)
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
    try:
        wait_for((project.root / "began").exists)
        below = psutil.Process(run.pid).children(recursive=True)
        assert below
        yield project, run, below
    finally:
        run.kill()
        run.communicate()


def wait_for(holds, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def nothing_left(project, below: list[psutil.Process]) -> None:
    """No process below the run, no draft, no result: what was there before is there still."""
    _, alive = psutil.wait_procs(below, timeout=30)
    for process in alive:
        process.kill()
    assert alive == []
    assert half_written(project) == []
    assert (project.root / "build/results.json").read_text() == "older results"
    assert not list((project.root / "build").glob("notebooks/*.ipynb"))
    assert not (project.root / "build/site").exists()


def test_ctrl_c_leaves_no_process_and_nothing_half_written(working):
    project, run, below = working
    os.killpg(run.pid, signal.SIGINT)
    _, error = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "stopped: what had finished is kept, nothing is half written" in error
    assert "Traceback" not in error
    nothing_left(project, below)


def test_a_kill_leaves_no_process_and_nothing_half_written(working):
    project, run, below = working
    run.kill()
    run.communicate(timeout=30)
    nothing_left(project, below)
