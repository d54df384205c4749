"""Fixtures of an invented project to break things in, and nbval's kernels over ipc."""

import os
import shutil

import nbval.kernel
import pytest

from invented import REPO, Project, forget, invented
from kernels import IpcKernelManager

os.environ["FACTCHECK_ROOT"] = str(REPO)
nbval.kernel.KernelManager = IpcKernelManager


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The invented project, in a folder of this test's own."""
    monkeypatch.setenv("FACTCHECK_ROOT", str(tmp_path))
    yield invented(tmp_path)
    forget()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """An invented project for a whole module that runs it by the command line."""
    yield invented(tmp_path_factory.mktemp("project"))
    forget()


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """This repository's data and notebooks in a folder where a cell may be changed."""
    shutil.copytree(REPO / "data/processed", tmp_path / "data/processed")
    shutil.copytree(REPO / "notebooks", tmp_path / "notebooks")
    for path in ("data/datapackage.yaml", "data/raw/sources.csv"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPO / path, tmp_path / path)
    monkeypatch.setenv("FACTCHECK_ROOT", str(tmp_path))
    forget()
    yield Project(tmp_path)
    forget()
