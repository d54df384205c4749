"""A notebook's process imports nothing that its server had not; the server stays safe to fork."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from invented import REPO
from press.run.execute import CHILD

KINDS = {"C113": "a chart", "P14.S2": "a sentence"}


@pytest.fixture(scope="module")
def children():
    ran = subprocess.run(
        [sys.executable, Path(__file__).with_name("child.py"), *KINDS],
        text=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "FACTCHECK_ROOT": str(REPO)},
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize("name", KINDS)
def test_a_child_imports_nothing_that_its_server_had_not(children, name):
    assert children[name]["verdicts"] and children[name]["new"] == []


@pytest.mark.parametrize("name", KINDS)
def test_the_server_has_one_thread(children, name):
    assert "forkserver" in children[name]["server"] and children[name]["threads"] == 1


@pytest.mark.parametrize("name", KINDS)
def test_a_child_takes_less_than_is_reckoned_for_it(children, name):
    assert 50e6 < children[name]["bytes"] < CHILD == 400e6
