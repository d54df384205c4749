"""The command line: what it finds, what it refuses and how it exits, a changed parameter."""

import io
import os
import shlex
import subprocess
import sys

import pytest
from commands import COMMAND, PAPERMILL, environment, record_of
from rich.console import Console

from factcheck import ledger, paths, show
from factcheck.paths import root
from invented import APART, CODE, COUNTS, ENTRY, PARAMETERS, REPO, ruled
from press import cli


@pytest.fixture
def main(press, monkeypatch, capsys):
    """Run a command in this process: exit code, out, err."""

    def run(*words: str) -> tuple[int, str, str]:
        press.new_command()
        monkeypatch.setattr(sys, "argv", ["factcheck", *words])
        monkeypatch.setattr(cli, "console", Console(highlight=False, soft_wrap=True, width=200))
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        return code, *capsys.readouterr()

    return run


# --- find, and what is refused before anything runs


@pytest.mark.parametrize("text, code", [("at least 271", 0), ("c901", 0), ("409,000", 1)])
def test_find_exits_1_when_nothing_matches(project, main, text, code):
    found = main("find", text)
    assert found[0] == code
    assert ("C901" in found[1]) == (code == 0)


def test_an_unknown_parameter_lists_the_known_ones(project, main):
    code, _, error = main("run", "C901", "--set", "month=2025-02")
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
def test_what_is_not_known_exits_2_with_one_line(project, main, words, said):
    code, _, error = main(*words)
    assert (code, error.count("\n")) == (2, 1) and said in error


@pytest.mark.parametrize("words", [["find"], ["run", "C901"], ["reproduce"]])
def test_a_faulty_claims_file_stops_every_command_with_one_line(project, main, words):
    project.write(
        "notebooks/counts.claims.yml",
        ENTRY.format(id="C901", asserted="271").replace("speaker", "speakr"),
    )
    code, _, error = main(*words)
    assert (code, error.count("\n")) == (1, 1)
    assert "notebooks/counts.claims.yml: C901: " in error and "'speaker'" in error


def test_accepting_before_any_run_says_what_to_do(project, main):
    code, _, error = main("accept", "--yes")
    assert code == 1 and "build/results.json is not there yet: `make reproduce`" in error


def test_a_folder_that_is_no_project_is_named(tmp_path_factory, monkeypatch, main):
    monkeypatch.setenv("FACTCHECK_ROOT", str(tmp_path_factory.mktemp("none")))
    code, _, error = main("find", "x")
    assert code == 1 and "is not the project: it has no data/datapackage.yaml" in error


def test_the_project_is_found_from_any_folder_in_it(project, monkeypatch):
    monkeypatch.delenv("FACTCHECK_ROOT")
    monkeypatch.chdir(project.root / "notebooks")
    assert paths.root() == project.root


# --- one claim, with a parameter changed


def test_a_changed_parameter_is_shown_before_and_after_with_the_verdict_that_it_gives(main):
    code, out, _ = main("run", "C901", "--set", "asserted=about 900", "--as-of", "2025-03-11")
    assert code == 0
    assert "✕ contradicted, C901, as known on 11 March 2025" in out
    assert "changed: asserted: at least 271 → about 900" in out
    (ran,) = (root() / "build/runs").iterdir()
    record = record_of(ran)
    assert (record["changed"], record["as_of"]) == ({"asserted": "about 900"}, "2025-03-11")


def test_a_claim_is_run_then_and_now_unless_a_day_is_given(main):
    code, out, _ = main("run", "C901")
    assert code == 0
    assert "● supported, C901, as known on 11 March 2025" in out
    assert "● supported, C901, as known today" in out
    names = sorted(path.name for path in (root() / "build/runs").iterdir())
    assert names == ["C901.ipynb", "C901.then.ipynb"]


def test_a_changed_parameter_touches_no_result(main):
    assert main("reproduce")[0] == 1  # nothing is accepted yet
    before = (root() / "build/results.json").read_bytes()
    main("run", "C901", "--set", "asserted=about 900")
    assert (root() / "build/results.json").read_bytes() == before
    assert "0 of 2 runs" in main("reproduce")[1]


def test_accept_shows_what_differs_and_asks(main, monkeypatch):
    main("reproduce")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert main("accept")[0] == 130
    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody there to say yes
    code, out, error = main("accept")
    assert code == 1 and "drift C901 then, check 1: new: removals, FY2024" in out
    assert "nobody could be asked: `factcheck accept --yes`" in error
    assert not (root() / "data/processed/verdicts.csv").exists()
    assert main("accept", "--yes")[0] == 0
    assert main("reproduce")[0] == 0


def test_site_writes_the_pages_again_from_the_last_results(main):
    main("reproduce")
    page = root() / "build/site/claims/C901.html"
    before = page.read_bytes()
    page.write_text("spoilt")
    assert main("site")[0] == 0
    assert page.read_bytes() == before


def test_site_before_any_run_says_what_to_do(main):
    code, _, error = main("site")
    assert code == 1 and "build/results.json is not there yet: `make reproduce`" in error


def test_a_dollar_sign_survives_a_shell(project):
    project.table("money", COUNTS.replace("removals", "USD").replace("271,271", "2e8,2e8"))
    parameters = PARAMETERS.replace("at least 271", "about $100 million").replace("C901", "C907")
    project.notebook("money", CODE.replace('"counts"', '"money"'), parameters)
    text = ENTRY.format(id="C907", asserted="about $100 million").replace("removals", "USD")
    project.write("notebooks/money.claims.yml", text)
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
    assert "changed: asserted: about $100 million → about $200 million" in ran.stdout
    (out,) = (project.root / "build/runs").glob("C907*.ipynb")
    assert record_of(out)["checks"][0]["asserted"] == "about $200 million"


@pytest.mark.parametrize("phrase", ["about $200 million", "the sponsor's plan", "at least 271"])
def test_the_printed_command_gives_its_parameter_back(project, phrase):
    words = shlex.split(show.rerun_command(ledger.get("C901"), {"asserted": phrase}, "2025-06-30"))
    assert words[:3] == ["factcheck", "run", "C901"]
    assert words[3:] == ["--set", f"asserted={phrase}", "--as-of", "2025-06-30"]


def test_every_claim_s_printed_command_can_be_typed():
    for claim in ledger.claims().values():
        words = shlex.split(show.rerun_command(claim))
        assert words[:3] == ["factcheck", "run", claim.id]
        changes = dict(word.split("=", 1) for word in words[4:])
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
    assert (record["claim"], record["as_of"], record["changed"]) == ("C119", "", {})
    assert record["checks"][0]["value"] == 409849 and record["verdict"] == "supported"


# --- a claim in a row of its sentence


def test_running_a_claim_in_a_row_shows_its_sentence_then_and_now(project, main):
    project.rulings(ruled("C902"), ruled("C903", APART))
    code, out, _ = main("run", "C903")
    assert code == 0
    assert "○ cannot check, C903, as known on 11 March 2025" in out
    assert "✕ contradicted, C903, as known today" in out
    assert out.count("● supported, C902") == 2
    assert "The letter came 10 days later and says otherwise." in out


def test_evidence_that_is_not_there_is_one_line_that_names_it(project, main):
    project.rulings(ruled("C902", supports="[EV99]"))
    code, out, _ = main("run", "C902")
    (line,) = [line for line in out.splitlines() if "failed P1.S2 (now)" in line]
    assert code == 1 and "EV99" in line
