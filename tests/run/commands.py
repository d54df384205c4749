"""What the tests of the command line share."""

import os
import subprocess
import sys
import time

import nbformat

from factcheck.record import RECORD

COMMAND = [sys.executable, "-c", "from press.cli import main; main()"]
PAPERMILL = [sys.executable, "-m", "papermill"]


def environment(project) -> dict:
    return {**os.environ, "FACTCHECK_ROOT": str(project.root), "COLUMNS": "200"}


def factcheck(project, *words: str, **more: str) -> subprocess.CompletedProcess:
    """Run a command as a user does; `more` goes into its environment."""
    return subprocess.run(
        [*COMMAND, *words],
        capture_output=True,
        text=True,
        timeout=300,
        env=environment(project) | more,
        cwd=project.root,
    )


def half_written(project) -> list[str]:
    return [str(p.relative_to(project.root)) for p in project.root.rglob("*") if ".tmp" in p.name]


def record_of(path) -> dict:
    """Return the one verdict record in a notebook's outputs."""
    found = [
        output["data"][RECORD]
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if RECORD in output.get("data", {})
    ]
    assert len(found) == 1
    return found[0]


def wait_for(holds, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
