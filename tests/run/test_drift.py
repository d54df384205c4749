"""What differs from the accepted verdicts is named; the same data give the same bytes."""

import os
import re
import tempfile

import pytest
from commands import factcheck, record_of

from invented import forget, invented
from press import results

HEAD = "claim,as_of,ordinal,label,value,holds,verdict\n"
ROW = 'C901,{},1,"removals, FY2024",{},strict,supported\n'
ACCEPTED = HEAD + ROW.format("then", 270) + ROW.format("now", 271)
CHECK = {"label": "removals, FY2024", "value": 271, "holds": "strict", "decides": True}
MOMENT = {"verdict": "supported", "checks": [CHECK]}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Run with one value accepted that differs; accept; run again: both runs and results."""
    project = invented(tmp_path_factory.mktemp("project"))
    project.write("data/processed/verdicts.csv", ACCEPTED)
    ran, written = [], []
    with tempfile.TemporaryDirectory(prefix="t") as scratch:
        for _ in range(2):
            ran.append(factcheck(project, "reproduce", TMPDIR=scratch))
            written.append((project.root / "build/results.json").read_bytes())
            if len(ran) == 1:
                assert factcheck(project, "accept", "--yes").returncode == 0
        left = os.listdir(scratch)
    forget()
    return project, ran, written, left


def test_drift_exits_1_and_names_the_check(runs):
    first = runs[1][0]
    assert first.returncode == 1
    assert re.findall(r"(?m)^drift (.*)$", first.stdout) == [
        "C901 then, check 1 (removals, FY2024): value 270 -> 271"
    ]


def test_what_equals_the_accepted_verdicts_exits_0(runs):
    last = runs[1][1]
    assert last.returncode == 0, last.stdout
    assert "0 failed runs, 0 checks differ" in last.stdout and "drift" not in last.stdout


def test_two_runs_on_the_same_data_give_the_same_bytes(runs):
    first, last = runs[2]
    assert first == last


def test_a_run_leaves_nothing_in_the_temporary_folder(runs):
    assert runs[3] == []


def test_accepting_writes_the_verdicts_and_a_baseline_for_each_moment(runs):
    root = runs[0].root
    assert (root / "data/processed/verdicts.csv").read_text() == ACCEPTED.replace("270", "271")
    folder = root / "tests/notebooks"
    assert {p.name for p in folder.iterdir()} == {"C901.ipynb", "C901.then.ipynb"}
    assert record_of(folder / "C901.then.ipynb")["as_of"] == "2025-03-11"


def test_results_stand_in_the_order_of_their_ids(project):
    results.save([{"id": "C902"}, {"id": "C901"}])
    assert [entry["id"] for entry in results.load()] == ["C901", "C902"]


# --- each kind of difference is a line


@pytest.mark.parametrize(
    "accepted, lines",
    [
        (HEAD + ROW.format("now", 271) + ROW.format("then", 271), []),
        (HEAD + ROW.format("now", 271), ["C901 then, check 1: new: removals, FY2024"]),
        (
            HEAD
            + ROW.format("now", 271)
            + ROW.format("then", 271)
            + ROW.format("now", 5).replace("C901", "C900"),
            ["C900 now, check 1: gone: removals, FY2024"],
        ),
        (
            HEAD
            + ROW.format("now", 271).replace("strict,supported", "fails,contradicted")
            + ROW.format("then", 271),
            [
                "C901 now, check 1 (removals, FY2024): holds fails -> strict, "
                "verdict contradicted -> supported"
            ],
        ),
    ],
)
def test_each_difference_is_one_line(project, accepted, lines):
    project.write("data/processed/verdicts.csv", accepted)
    assert results.drift([{"id": "C901", "now": MOMENT, "then": MOMENT}]) == lines


def test_a_bound_is_accepted_as_a_bound(project):
    part = {**CHECK, "value": None, "low": 248, "high": None}
    entry = {"id": "C901", "now": {**MOMENT, "checks": [part]}, "then": None}
    assert [row["value"] for row in results.verdict_rows([entry])] == ["248.."]


def test_notes_are_not_accepted(project):
    note = {**CHECK, "decides": False}
    entry = {"id": "C901", "now": {**MOMENT, "checks": [note, CHECK]}, "then": None}
    (row,) = results.verdict_rows([entry])
    assert row["ordinal"] == "1"
