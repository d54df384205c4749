"""A project's life by the command line: run, drift, accept, nothing to do, an edit, a failure."""

import json
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass

import pytest
from commands import COMMAND, environment, factcheck
from edits import edit

from invented import APART, PARAMETERS, Project, invented, ruled

HEAD = "claim,as_of,ordinal,label,asserted,value,holds,verdict\n"
ROW = 'C901,{},1,"removals, FY2024",at least 271,{},strict,supported\n'
RULED = "C902,then,1,,,,,cannot_check\nC902,now,1,,,,,contradicted\n"
ACCEPTED = HEAD + ROW.format("then", 270) + ROW.format("now", 271) + RULED


@dataclass
class Step:
    """What a command said, and what was there after it, by path under the root."""

    code: int
    out: str
    error: str
    files: dict[str, bytes]

    @property
    def why(self) -> dict[str, str]:
        runs = json.loads(self.files["build/run.json"])["runs"]
        return {run["name"]: run["why"] for run in runs if run["why"]}

    @property
    def results(self) -> dict[str, dict]:
        return {entry["id"]: entry for entry in json.loads(self.files["build/results.json"])}


def after(project: Project, code: int, out: str, error: str) -> Step:
    files = [path for path in sorted(project.root.rglob("*")) if path.is_file()]
    contents = {str(path.relative_to(project.root)): path.read_bytes() for path in files}
    return Step(code, out, error, contents)


def step(project: Project, *words: str, **more: str) -> Step:
    ran = factcheck(project, *words, **more)
    return after(project, ran.returncode, ran.stdout, ran.stderr)


def two_at_once(project: Project) -> list[Step]:
    started = [
        subprocess.Popen(
            [*COMMAND, "reproduce"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(project),
            cwd=project.root,
        )
        for _ in range(2)
    ]
    told = [run.communicate(timeout=300) for run in started]
    codes = [run.returncode for run in started]
    return [after(project, code, *said) for code, said in zip(codes, told, strict=True)]


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    """Each step of a project's life, by its name."""
    project = invented(tmp_path_factory.mktemp("project"))
    project.rulings(ruled("C902", APART))
    project.write("data/processed/verdicts.csv", ACCEPTED)
    steps = {}
    steps["first"], steps["beside"] = two_at_once(project)
    steps["accepted"] = step(project, "accept", "--yes")
    with tempfile.TemporaryDirectory(prefix="t") as scratch:
        steps["idle"] = step(project, "reproduce", TMPDIR=scratch)
        steps["verified"] = step(project, "reproduce", VERIFY="1", TMPDIR=scratch)
        steps["verified"].files |= dict.fromkeys(os.listdir(scratch), b"")
    edit("notebooks/counts.claims.yml", "at least 271", "at least 300")(project)
    project.notebook("raises", "raise ValueError('what went\\nwrong')", PARAMETERS)
    project.claim("raises", "C903")
    steps["failing"] = step(project, "reproduce")
    return steps


@pytest.mark.parametrize("name", ["first", "beside"])
def test_a_first_run_executes_all_exits_1_on_drift_and_names_the_check(life, name):
    first = life[name]
    assert (first.code, first.error) == (1, "")
    assert re.findall(r"(?m)^drift (.*)$", first.out) == [
        "C901 then, check 1 (removals, FY2024): value 270 -> 271"
    ]
    assert first.results["C902"]["then"]["verdict"] == "cannot_check"
    assert first.results["C902"]["now"]["verdict"] == "contradicted"
    assert "build/site/claims/C901.html" in first.files


def test_two_at_once_leave_nothing_half_written(life):
    assert [name for name in life["beside"].files if ".tmp" in name] == []


def test_accepting_writes_the_verdicts_and_a_baseline_for_each_moment(life):
    files = life["accepted"].files
    assert life["accepted"].code == 0
    assert files["data/processed/verdicts.csv"].decode() == ACCEPTED.replace("270", "271")
    baselines = [name for name in files if name.startswith("tests/notebooks/")]
    assert baselines == ["tests/notebooks/C901.ipynb", "tests/notebooks/C901.then.ipynb"]


def test_accepting_stores_the_notebooks_with_their_outputs(life):
    stored = json.loads(life["accepted"].files["notebooks/counts.ipynb"])
    assert [cell["execution_count"] for cell in stored["cells"]] == [1, 2]
    assert stored["cells"][1]["outputs"]


def test_with_nothing_to_do_nothing_is_executed_and_every_byte_stays(life):
    before, idle = life["first"].files, life["idle"]
    assert (idle.code, idle.why) == (0, {}), idle.out + idle.error
    assert "0 failed runs" in idle.out and "0 checks differ" in idle.out
    built = {name for name in idle.files if name.startswith("build/")} - {"build/run.json"}
    assert len(built) > 10
    assert [name for name in built if idle.files[name] != before.get(name)] == []


def test_what_is_executed_again_to_verify_is_the_same_and_leaves_nothing_behind(life):
    before, verified = life["idle"].files, life["verified"]
    assert verified.code == 0 and "verified: 1 runs executed again" in verified.out
    files = before | verified.files
    assert {name for name in files if before.get(name) != verified.files.get(name)} == {
        "build/run.json"
    }


def test_an_edit_executes_what_it_touched_and_says_why(life):
    why = life["failing"].why
    assert why["C901 (then)"] == why["C901 (now)"] == "parameters, claim"
    assert not [name for name in why if name.startswith("P1.S2")]


def test_other_words_of_a_claim_are_drift_though_its_figure_is_the_same(life):
    drifted = re.findall(r"(?m)^drift (C901 now.*)$", life["failing"].out)
    assert drifted == [
        "C901 now, check 1 (removals, FY2024): asserted at least 271 -> at least 300, "
        "holds strict -> fails, verdict supported -> contradicted"
    ]


def test_a_failing_notebook_is_one_line_stops_no_other_and_is_kept_as_far_as_it_came(life):
    failing = life["failing"]
    assert failing.code == 1 and "Traceback" not in failing.out + failing.error
    assert re.findall(r"(?m)^failed (.*)$", failing.out) == [
        "C903 (then): cell 3: ValueError: what went wrong (see build/failed/C903.then.ipynb)",
        "C903 (now): cell 3: ValueError: what went wrong (see build/failed/C903.ipynb)",
    ]
    assert failing.results["C903"]["then"] is failing.results["C903"]["now"] is None
    assert failing.results["C901"]["now"]["verdict"] == "contradicted"
    cells = json.loads(failing.files["build/failed/C903.ipynb"])["cells"]
    assert cells[-1]["outputs"][0]["ename"] == "ValueError"
