"""What differs from the accepted verdicts is named, a line each; accepting takes all or nothing."""

import hashlib
import json
from dataclasses import replace

import here
import pytest
from edits import edit

from factcheck import charts, ledger, tables
from factcheck.article import LedgerError
from factcheck.paths import root
from factcheck.record import Check, Record
from invented import APART, ruled
from press import accepted, results
from press.results import Result
from press.run import plan
from press.run.cache import Found

HEAD = "claim,as_of,ordinal,label,asserted,value,holds,verdict\n"
ROW = 'C901,{},1,"removals, FY2024",at least 271,{},strict,supported\n'
BOTH = HEAD + ROW.format("then", 271) + ROW.format("now", 271)
VERDICTS = "data/processed/verdicts.csv"
ANSWER = """\
- text: The agency removed {C901}.
  rests_on: {C901: "supported, supported"}
"""


def record(*checks: Check, verdict: str = "supported") -> Record:
    return Record("C901", "", verdict, checks=checks)


def checked(**more) -> Check:
    made = Check(
        "removals, FY2024", 271, None, None, "removals", "271", "271 removals", "2024", "", (), ()
    )
    strict = {"asserted": "at least 271", "holds": "strict", "decides": True}
    return replace(made, **strict | more)


def result(then: Record | None, now: Record | None) -> Result:
    return Result(ledger.get("C901"), then, now)


# --- each kind of difference is a line


@pytest.mark.parametrize(
    "verdicts, lines",
    [
        (BOTH, []),
        (HEAD + ROW.format("now", 271), ["C901 then, check 1: new: removals, FY2024"]),
        (
            BOTH + ROW.format("now", 5).replace("C901", "C900"),
            ["C900 now, check 1: gone: removals, FY2024"],
        ),
        (
            BOTH.replace("271,strict", "270,strict", 1),
            ["C901 then, check 1 (removals, FY2024): value 270 -> 271"],
        ),
        (
            BOTH.replace("at least 271,271", "about 271,271", 1),
            ["C901 then, check 1 (removals, FY2024): asserted about 271 -> at least 271"],
        ),
        (
            BOTH.replace("strict,supported", "fails,contradicted", 1),
            [
                "C901 then, check 1 (removals, FY2024): holds fails -> strict, "
                "verdict contradicted -> supported"
            ],
        ),
    ],
    ids=["none", "new", "gone", "value", "words", "verdict"],
)
def test_each_difference_is_one_line(project, verdicts, lines):
    project.write(VERDICTS, verdicts)
    same = record(checked())
    assert accepted.drift([result(same, same)]) == lines


def test_a_failed_run_is_no_drift(project):
    project.write(VERDICTS, BOTH)
    assert accepted.drift([result(None, record(checked()))]) == []


def test_verdicts_without_the_words_are_drift_not_an_error(project):
    project.write(VERDICTS, BOTH.replace("asserted,", "").replace("at least 271,", ""))
    same = record(checked())
    assert accepted.drift([result(same, same)]) == [
        f"C901 {moment}, check 1 (removals, FY2024): asserted none -> at least 271"
        for moment in ("now", "then")
    ]


@pytest.mark.parametrize(
    "ends, value",
    [((248, None), "248.."), ((None, 9), "..9"), ((2.5, 9), "2.5..9"), ((None, None), "")],
)
def test_a_bound_is_accepted_as_a_bound(project, ends, value):
    bounded = checked(value=None, low=ends[0], high=ends[1])
    assert [row["value"] for row in accepted.rows([result(None, record(bounded))])] == [value]


def test_only_what_decides_is_accepted_and_counted(project):
    note = checked(label="beside it", asserted=None, holds=None, decides=False)
    found = result(None, record(note, checked(), checked(label="a day")))
    rows = [(row["ordinal"], row["label"]) for row in accepted.rows([found])]
    assert rows == [("1", "removals, FY2024"), ("2", "a day")]


def test_a_ruling_is_accepted_by_its_verdict_alone(project):
    (row,) = accepted.rows([result(None, record(verdict="cannot_check"))])
    assert list(row.values()) == ["C901", "now", "1", "", "", "", "", "cannot_check"]


def test_results_stand_in_the_order_of_their_ids(project):
    project.rulings(ruled("C900"), ruled("C902"))
    every = [Result(claim, None, None) for claim in ledger.claims().values()]
    results.save(every[::-1])
    kept = json.loads(results.path().read_text())
    assert [entry["id"] for entry in kept] == ["C900", "C901", "C902"]


# --- reproduce and accept


@pytest.fixture
def ran(press):
    """The press after a first run, which was accepted."""
    press.project.rulings(ruled("C902", APART))
    press.project.write("notebooks/answer.yml", ANSWER)
    press.reproduce()
    press.accept()
    return press


def test_what_was_accepted_is_no_drift(ran):
    done = ran.reproduce()
    assert (done.code, done.ran) == (0, {}) and "0 checks differ" in done.told


def test_other_words_of_a_claim_are_drift_though_figure_and_verdict_are_the_same(ran):
    edit("notebooks/counts.claims.yml", "at least 271", "about 271")(ran.project)
    done = ran.reproduce()
    assert done.code == 1
    assert [line for line in done.told.splitlines() if line.startswith("drift")] == [
        f"drift C901 {moment}, check 1 (removals, FY2024): asserted at least 271 -> about 271"
        for moment in ("now", "then")
    ]


def test_results_of_the_same_runs_are_the_same_bytes(ran):
    before = results.path().read_bytes()
    ran.reproduce(force=True)
    assert results.path().read_bytes() == before


def test_a_verdict_that_moved_makes_the_answer_s_sentence_fail(ran):
    edit("notebooks/counts.claims.yml", "at least 271", "at least 900")(ran.project)
    ran.reproduce()
    ran.accept()  # the figures are as accepted: the sentence is not
    done = ran.reproduce()
    assert done.code == 1 and "0 checks differ" in done.told
    assert [line for line in done.told.splitlines() if line.startswith("prose")] == [
        "prose notebooks/answer.yml: C901 was “supported, supported” when its sentence was "
        "written, now it is “contradicted, contradicted”: read again “The agency removed {C901}.…”"
    ]


def test_a_failed_run_exits_1_though_no_accepted_check_differs(ran):
    (root() / "notebooks/answer.yml").unlink()
    edit("notebooks/counts.ipynb", "case.conclude()", "1 / 0")(ran.project)
    done = ran.reproduce()
    assert done.code == 1 and "2 failed runs" in done.told and "0 checks differ" in done.told


def test_what_differs_when_it_is_executed_again_to_verify_exits_1_and_is_named(ran, monkeypatch):
    assert ran.reproduce(verify=True).code == 0
    monkeypatch.setattr(here, "found", lambda run: Found({}, "something else"))
    done = ran.reproduce(verify=True)
    assert done.code == 1 and "0 checks differ" in done.told
    (line,) = [line for line in done.told.splitlines() if line.startswith("not the same")]
    assert line.endswith("executed again it differs from what was kept")


def test_accepting_renews_the_hash_of_the_verdicts_and_of_nothing_else(ran):
    ran.project.seal("verdicts")
    before = tables.package()
    edit("notebooks/counts.claims.yml", "at least 271", "about 271")(ran.project)
    ran.reproduce()
    ran.accept()
    text = (root() / VERDICTS).read_bytes()
    after = tables.package()
    assert after["processed/verdicts.csv"] != before["processed/verdicts.csv"]
    assert after["processed/verdicts.csv"]["hash"] == f"sha256:{hashlib.sha256(text).hexdigest()}"
    assert after["processed/verdicts.csv"]["bytes"] == len(text)
    del after["processed/verdicts.csv"], before["processed/verdicts.csv"]
    assert after == before


def test_whoever_says_no_accepts_nothing_and_waits_for_no_notebook(ran, monkeypatch):
    class No(Exception):
        pass

    def refuse(drifted: list[str]) -> None:
        assert [line.split(",")[0] for line in drifted] == ["C901 now", "C901 then"]
        raise No

    monkeypatch.setattr(plan, "of_notebooks", lambda: 1 / 0)  # which accepting would execute
    edit("notebooks/counts.claims.yml", "at least 271", "about 271")(ran.project)
    ran.reproduce()
    before = {path: path.read_bytes() for path in root().rglob("*") if path.is_file()}
    with pytest.raises(No):
        ran.accept(refuse)
    assert {path: path.read_bytes() for path in root().rglob("*") if path.is_file()} == before


def test_what_was_edited_since_the_last_run_is_not_accepted(ran):
    edit("notebooks/counts.claims.yml", "at least 271", "about 271")(ran.project)
    with pytest.raises(LedgerError, match="C901 .then.: parameters, claim: `make reproduce` first"):
        ran.accept()


def test_a_stored_notebook_that_fails_is_named_and_nothing_is_accepted(ran):
    ran.project.notebook("extra", "1 / 0", "a = 1\n")
    edit("notebooks/counts.claims.yml", "at least 271", "about 271")(ran.project)
    ran.reproduce()
    before = {path: path.read_bytes() for path in root().rglob("*") if path.is_file()}
    said = "nothing is accepted: extra .stored.: ZeroDivisionError: division by zero"
    with pytest.raises(LedgerError, match=said):
        ran.accept()
    assert {path: path.read_bytes() for path in root().rglob("*") if path.is_file()} == before


def test_the_baselines_hold_no_image_and_the_chart_s_data(ran):
    chart = (
        "import seaborn as sns\nfrom factcheck import charts\n"
        "ax = sns.barplot(counts.frame, x='period', y='value', ax=charts.axes(counts))\n"
        "display(charts.finish(ax, counts, 'Removals'))\ncase.conclude()"
    )
    edit("notebooks/counts.ipynb", "case.conclude()", json.dumps(chart)[1:-1])(ran.project)
    ran.reproduce()
    ran.accept()
    baseline = (root() / accepted.BASELINES / "C901.ipynb").read_text()
    assert "image/png" not in baseline and charts.DATA in baseline
    assert "image/png" in (root() / "notebooks/counts.ipynb").read_text()


def test_a_baseline_of_a_claim_that_is_gone_goes_too(ran):
    folder = root() / accepted.BASELINES
    ran.project.write(f"{accepted.BASELINES}/C999.ipynb", "{}")
    ran.accept()
    assert sorted(path.name for path in folder.iterdir()) == ["C901.ipynb", "C901.then.ipynb"]
