"""Fixtures of an invented project to break things in, and nbval's kernels over ipc."""

import os
import shutil

import nbval.kernel
import pytest
from hypothesis import HealthCheck, settings

from invented import REPO, Project, invented
from kernels import IpcKernelManager

os.environ["FACTCHECK_ROOT"] = str(REPO)
nbval.kernel.KernelManager = IpcKernelManager
# A busy machine is no fault, and `project` is made once for all examples of a test.
settings.register_profile(
    "tests",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("tests")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The invented project, in a folder of this test's own."""
    monkeypatch.setenv("FACTCHECK_ROOT", str(tmp_path))
    return invented(tmp_path)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """An invented project for a whole module that runs it by the command line."""
    return invented(tmp_path_factory.mktemp("project"))


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """This repository's data and notebooks in a folder where a cell may be changed."""
    shutil.copytree(REPO / "data/processed", tmp_path / "data/processed")
    shutil.copytree(REPO / "notebooks", tmp_path / "notebooks")
    for path in ("data/datapackage.yaml", "data/raw/sources.csv"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPO / path, tmp_path / path)
    monkeypatch.setenv("FACTCHECK_ROOT", str(tmp_path))
    return Project(tmp_path)


@pytest.fixture
def shown(monkeypatch):
    """What is displayed from now on, as in a notebook: a list of data and metadata."""
    outputs = []
    monkeypatch.setattr("IPython.core.getipython.get_ipython", object)
    monkeypatch.setattr(
        "IPython.display.display", lambda told: outputs.append(told._repr_mimebundle_())
    )
    return outputs


HELD = {
    "tests/unit/": "of the library's promises",
    "tests/data/": "of the tables",
    "tests/collection/": "of this article's records",
    "tests/run/": "of the program",
    ".ipynb": "cells of notebooks as stored",
}


def pytest_terminal_summary(terminalreporter):
    """Say in one line what was held."""
    passed = [report.nodeid for report in terminalreporter.stats.get("passed", [])]
    counts = {told: sum(kind in name for name in passed) for kind, told in HELD.items()}
    told = ", ".join(f"{count:,} {kind}" for kind, count in counts.items() if count)
    terminalreporter.write_line(f"Held: {told or 'nothing'}.")
