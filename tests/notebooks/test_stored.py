"""Stored notebooks: executed, sound, and the baselines say what the accepted verdicts say."""

import re

import nbformat
import pytest
from invented import REPO, rows

from factcheck import charts, ledger
from press import results
from press.run import engine, plan

SOURCES = sorted((REPO / "notebooks").glob("*.ipynb"))
BASELINES = sorted((REPO / "tests/notebooks").glob("*.ipynb"))
CLAIMED = {claim.notebook for claim in ledger.claims().values()}
OWN = sorted(claim.id for claim in ledger.claims().values() if not claim.in_row)
IN_ROW = sorted(set(ledger.claims()) - set(OWN))
HUSHED = re.compile(r"nbval[-_](ignore|skip|raises|check|test)|raises-exception|%%capture", re.I)


def stored(path):
    return nbformat.read(path, as_version=4)


def code(notebook) -> list:
    return [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]


def outputs(notebook) -> list:
    return [output for cell in code(notebook) for output in cell.outputs]


def record_of(notebook) -> dict:
    """The record of the one claim that a notebook is about."""
    record, = engine.records_of(notebook).values()
    return record


def name(path) -> str:
    return str(path.relative_to(REPO))


# --- every stored notebook


@pytest.mark.parametrize("path", SOURCES + BASELINES, ids=name)
def test_no_output_was_cleared(path):
    """nbval passes a notebook whose outputs are gone."""
    notebook = stored(path)
    unrun = [n for n, cell in enumerate(code(notebook), 1) if cell.execution_count is None]
    assert not unrun, f"code cells that were never run: {unrun}"
    assert outputs(notebook)


@pytest.mark.parametrize("path", SOURCES + BASELINES, ids=name)
def test_no_cell_failed_or_printed_to_stderr(path):
    kinds = [o.get("ename") or o.get("name") for o in outputs(stored(path))]
    assert not [k for k in kinds if k and k != "stdout"]


@pytest.mark.parametrize("path", SOURCES + BASELINES, ids=name)
def test_nothing_is_kept_from_nbval(path):
    """No cell asks that its output be ignored, skipped or allowed to fail."""
    for cell in stored(path).cells:
        assert not HUSHED.search(cell.source + " ".join(cell.metadata.get("tags", [])))


@pytest.mark.parametrize("path", [p for p in SOURCES if p in CLAIMED] + BASELINES, ids=name)
def test_it_ends_with_a_verdict_and_has_its_charts_data(path):
    notebook = stored(path)
    assert all(record["verdict"] for record in engine.records_of(notebook).values())
    drawn = [o.data[charts.DATA] for o in outputs(notebook) if charts.DATA in o.get("data", {})]
    asked = [cell for cell in code(notebook) if "charts." in cell.source]
    assert len(drawn) == len(asked), "a chart left no data: nbval does not compare images"
    assert all(chart["alt"] and chart["title"] for chart in drawn)
    images = [o for o in outputs(notebook) if "image/png" in o.get("data", {})]
    assert all(charts.DATA in o.data for o in images), "an image without its data"


def test_no_dates_are_sanitised():
    """nbval's sanitisers would hide a wrong date: no such file, no such option."""
    places = [REPO / "Makefile", REPO / "pyproject.toml", *REPO.glob("*.ini"), *REPO.glob("*.cfg"),
              *REPO.glob(".ci/*"), *REPO.glob("tests/**/*.cfg"), *REPO.glob("notebooks/*.cfg")]
    for path in places:
        text = path.read_text()
        assert "sanitize" not in text and not re.search(r"(?m)^\s*\[regex", text), path
    assert not [p for folder in ("tests", "notebooks") for p in (REPO / folder).rglob("*sanit*")]


# --- notebooks and their claims


@pytest.mark.parametrize("path", sorted(CLAIMED), ids=name)
def test_the_defaults_are_the_first_claim_s_parameters(path):
    first = ledger.read(path.with_name(path.stem + ".claims.yml"))[0]
    defaults = dict(ledger.parameters_of(path))
    assert defaults.pop("sentence" if first.in_row else "claim") == first.subject
    assert defaults.pop("as_of") in plan.moments().values()
    assert defaults == first.parameters


def test_every_claims_file_has_its_notebook_and_the_rest_start_here():
    assert {p.stem for p in SOURCES} - {p.stem for p in CLAIMED} <= {"00_start_here"}


# --- the baselines


def records(claim_id: str) -> dict[str, dict]:
    paths = {m: REPO / "tests/notebooks" / results.file_name(claim_id, m)
             for m in plan.moments()}
    return {moment: record_of(stored(path)) for moment, path in paths.items()}


def test_there_is_a_baseline_for_each_claim_and_moment_and_no_other():
    wanted = {results.file_name(c, m) for c in OWN for m in plan.moments()}
    assert {p.name for p in BASELINES} == wanted


@pytest.mark.parametrize("claim", OWN)
def test_a_baseline_says_what_the_accepted_verdicts_say(claim):
    entry = results.entry(ledger.get(claim), records(claim))
    accepted = [row for row in rows("data/processed/verdicts.csv") if row["claim"] == claim]
    assert results.verdict_rows([entry]) == accepted


@pytest.mark.parametrize("claim", IN_ROW)
def test_a_row_s_accepted_verdicts_are_its_ruling_s(claim):
    ruling = ledger.get(claim).ruling
    accepted = {row["as_of"]: row["verdict"] for row in rows("data/processed/verdicts.csv")
                if row["claim"] == claim}
    assert accepted == {"then": ruling.then["verdict"], "now": ruling.now["verdict"]}


@pytest.mark.parametrize("claim", OWN)
def test_a_baseline_was_run_as_the_claims_file_says(claim):
    for moment, record in records(claim).items():
        assert (record["claim"], record["changed"]) == (claim, {})
        assert record["as_of"] == plan.moments()[moment]


def test_the_accepted_verdicts_are_of_claims_that_there_are():
    assert {row["claim"] for row in rows("data/processed/verdicts.csv")} == set(ledger.claims())


@pytest.mark.parametrize("path", BASELINES, ids=name)
def test_a_baseline_holds_no_image(path):
    assert not [o for o in outputs(stored(path)) if "image/png" in o.get("data", {})]


@pytest.mark.parametrize("path", BASELINES, ids=name)
def test_no_label_was_used_twice(path):
    """Of two checks with one label the record keeps the later: every one shown must be in it."""
    notebook = stored(path)
    shown = [o for o in outputs(notebook) if o.get("metadata", {}).get("factcheck") == "check"]
    assert shown and len(shown) <= len(record_of(notebook)["checks"])
