"""The command line: what it finds, what it refuses and how it exits, a changed parameter."""

import os
import shlex
import subprocess
import sys

import pytest
from commands import COMMAND, PAPERMILL, environment, factcheck, record_of

from factcheck import ledger, places, show
from invented import ALIKE, APART, CODE, COUNTS, ENTRY, PARAMETERS, REPO, ruled
from press import cli


def main(monkeypatch, capsys, *words: str) -> tuple[int, str, str]:
    """Run a command that executes no notebook in this process: exit code, out, err."""
    monkeypatch.setattr(sys, "argv", ["factcheck", *words])
    try:
        cli.main()
        code = 0
    except SystemExit as end:
        code = end.code or 0
    return code, *capsys.readouterr()


# --- find, and what is refused before anything runs


@pytest.mark.parametrize("text, code", [("at least 271", 0), ("c901", 0), ("409,000", 1)])
def test_find_exits_1_when_nothing_matches(project, monkeypatch, capsys, text, code):
    found = main(monkeypatch, capsys, "find", text)
    assert found[0] == code
    assert ("C901" in found[1]) == (code == 0)


def test_an_unknown_parameter_lists_the_known_ones(project, monkeypatch, capsys):
    code, _, error = main(monkeypatch, capsys, "run", "C901", "--set", "month=2025-02")
    assert code == 2 and error.count("\n") == 1
    assert "no parameter 'month'" in error and "known: fiscal_year, asserted, counted_by" in error


@pytest.mark.parametrize(
    "words, said",
    [
        (["run", "C999"], "there is no claim 'C999'"),
        (["run", "C901", "--set", "fiscal_year=soon"], "'soon' is not a whole number"),
        (["run", "C901", "--set", "asserted=loads"], "'loads' has no row"),
        (["run", "C901", "--set", "asserted=5 percent"], "'5 percent' does not fit"),
        (["run", "C901", "--set", "asserted"], "--set takes NAME=VALUE, not 'asserted'"),
        (
            ["run", "C901", "--as-of", "March"],
            "Invalid value for '--as-of': 'March' does not match",
        ),
    ],
)
def test_what_is_not_known_exits_2_with_one_line(project, monkeypatch, capsys, words, said):
    code, _, error = main(monkeypatch, capsys, *words)
    assert (code, error.count("\n")) == (2, 1) and said in error


@pytest.mark.parametrize("words", [["find"], ["run", "C901"], ["reproduce"]])
def test_a_faulty_claims_file_stops_every_command_with_one_line(
    project, monkeypatch, capsys, words
):
    project.write(
        "notebooks/counts.claims.yml",
        ENTRY.format(id="C901", asserted="271").replace("speaker", "speakr"),
    )
    code, _, error = main(monkeypatch, capsys, *words)
    assert (code, error.count("\n")) == (1, 1)
    assert "notebooks/counts.claims.yml: C901: " in error and "speakr" in error


def test_accepting_before_any_run_says_what_to_do(project, monkeypatch, capsys):
    code, _, error = main(monkeypatch, capsys, "accept", "--yes")
    assert code == 1 and "build/results.json is not there yet: `make reproduce`" in error


def test_a_folder_that_is_no_project_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FACTCHECK_ROOT", str(tmp_path))
    ledger.claims.cache_clear()
    code, _, error = main(monkeypatch, capsys, "find", "x")
    assert code == 1 and "is not the project: it has no data/datapackage.yaml" in error


def test_the_project_is_found_from_any_folder_in_it(project, monkeypatch):
    monkeypatch.delenv("FACTCHECK_ROOT")
    monkeypatch.chdir(project.root / "notebooks")
    assert places.root() == project.root


# --- one claim, with a parameter changed; a dollar sign survives


def dollars(project) -> None:
    project.table("money", COUNTS.replace("removals", "USD").replace("271,271", "2e8,2e8"))
    project.notebook(
        "money",
        CODE.replace('"counts"', '"money"'),
        PARAMETERS.replace("at least 271", "about $100 million").replace("C901", "C907"),
    )
    text = ENTRY.format(id="C907", asserted="about $100 million").replace("removals", "USD")
    project.write("notebooks/money.claims.yml", text)


def test_a_dollar_sign_survives_a_shell(project):
    dollars(project)
    words = "run C907 --as-of 2025-03-11 --set asserted='about $200 million'"
    ran = subprocess.run(
        f"{shlex.join(COMMAND)} {words}",
        shell=True,
        capture_output=True,
        text=True,
        env=environment(project),
        cwd=project.root,
    )
    assert ran.returncode == 0, ran.stderr
    assert "● supported, C907, as known on 11 March 2025" in ran.stdout
    assert "changed: {'asserted': 'about $200 million'}" in ran.stdout
    (out,) = (project.root / "build/runs").glob("C907*.ipynb")
    assert record_of(out)["checks"][0]["asserted"] == "about $200 million"


@pytest.mark.parametrize("phrase", ["about $200 million", "the sponsor's plan", "at least 271"])
def test_the_printed_command_gives_its_parameter_back(project, phrase):
    project.notebook(
        "counts",
        CODE,
        PARAMETERS.replace("fiscal_year = 2024\n", "").replace("asserted =", "first ="),
    )
    project.write(
        "notebooks/counts.claims.yml",
        ENTRY.format(id="C901", asserted=phrase).replace("asserted:", "first:"),
    )
    words = shlex.split(show.rerun_command(ledger.get("C901")))
    assert words == ["factcheck", "run", "C901", "--set", f"first={phrase}"]


def test_every_claim_s_printed_command_can_be_typed():
    for claim in ledger.claims().values():
        words = shlex.split(show.rerun_command(claim))
        assert words[:3] == ["factcheck", "run", claim.id]
        changes = dict(w.split("=", 1) for w in words[4:])
        assert claim.with_parameters(changes) == claim.parameters, claim.id


# --- papermill's own command line


def test_papermill_runs_a_notebook_from_any_folder(tmp_path):
    out = tmp_path / "out.ipynb"
    given = ["-p", "claim", "C119", "-p", "fiscal_year", "2012", "-r", "asserted", "409,000"]
    ran = subprocess.run(
        [*PAPERMILL, str(REPO / "notebooks/removals_year.ipynb"), str(out), *given],
        text=True,
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "FACTCHECK_ROOT": str(REPO)},
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    record = record_of(out)
    assert (record["claim"], record["as_of"], record["changed"]) == ("C119", "2025-03-11", {})
    assert record["checks"][0]["value"] == 409849 and record["verdict"] == "supported"


# --- a claim in a row of its sentence


@pytest.mark.parametrize("day, verdict", [("2025-03-11", "cannot_check"), ("", "contradicted")])
def test_papermill_runs_a_sentence_as_of_a_day(project, day, verdict):
    project.rulings(ruled("C902", sentence="P1.S1"), ruled("C903", APART, sentence="P1.S1"))
    out = project.root / "out.ipynb"
    given = ["-r", "sentence", "P1.S1", "-r", "as_of", day]
    ran = subprocess.run(
        [*PAPERMILL, str(project.root / "notebooks/record.ipynb"), str(out), *given],
        text=True,
        capture_output=True,
        cwd=project.root,
        env=environment(project),
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    records = record_of(out)
    assert [(r["claim"], r["verdict"]) for r in records] == [
        ("C902", "supported"),
        ("C903", verdict),
    ]
    assert {r["as_of"] for r in records} == {day}


def test_running_a_claim_in_a_row_shows_its_sentence_then_and_now(project):
    project.rulings(ruled("C902", ALIKE), ruled("C903", APART))
    ran = factcheck(project, "run", "C903")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "○ cannot check, C903, as known on 11 March 2025" in ran.stdout
    assert "✕ contradicted, C903, as known today" in ran.stdout
    assert ran.stdout.count("● supported, C902") == 2
    assert "The letter came 10 days later and says otherwise." in ran.stdout


def test_evidence_that_is_not_there_is_one_line_that_names_it(project):
    project.rulings(ruled("C902", supports="[EV99]"))
    ran = factcheck(project, "run", "C902")
    assert ran.returncode == 1 and "Traceback" not in ran.stdout + ran.stderr
    assert "EV99" in next(line for line in ran.stdout.splitlines() if "failed P1.S2" in line)
