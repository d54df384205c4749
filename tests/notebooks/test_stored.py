"""Stored notebooks: executed, sound, to the house's rules; what is accepted is what they say.

nbval executes the baselines in tests/notebooks, one a claim and day. The notebooks of claims are
not executed again: what they show is held to be what their first claim's baseline shows.
"""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import nbformat
import pytest

from factcheck import charts, ledger
from factcheck.record import Record
from invented import REPO, rows
from press import accepted, notebooks
from press.results import Result
from press.run import execute, plan

SOURCES = sorted((REPO / "notebooks").glob("*.ipynb"))
BASELINES = sorted((REPO / "tests/notebooks").glob("*.ipynb"))
CLAIMS = ledger.claims()
CLAIMED = sorted({claim.notebook for claim in CLAIMS.values()})
OWN = sorted(claim.id for claim in CLAIMS.values() if not claim.in_row)
HUSHED = re.compile(r"nbval[-_](ignore|skip|raises|check|test)|raises-exception|%%capture", re.I)
COLUMNS, CELLS = 100, 12


@cache
def stored(path: Path):
    return nbformat.read(path, as_version=4)


def code(path: Path) -> list:
    return [c for c in stored(path).cells if c.cell_type == "code" and c.source.strip()]


def shown(path: Path, part: str) -> list:
    """The outputs of a notebook that are one part of its page: its checks, its charts."""
    outputs = notebooks.outputs(stored(path))
    return [output for output in outputs if output.get("metadata", {}).get("factcheck") == part]


def baseline(claim: str, moment: str) -> Path:
    return REPO / "tests/notebooks" / notebooks.file_name(claim, moment)


@cache
def record_of(claim: str, moment: str) -> Record:
    return execute.records_of(stored(baseline(claim, moment)))[claim]


def first_claim(path: Path) -> ledger.Claim:
    return ledger.read(path.with_name(f"{path.stem}.claims.yml"))[0]


def faults(rule: Callable[[Path], object], paths: list[Path]) -> dict[str, object]:
    """What a rule finds wrong, by the names of the notebooks that break it."""
    found = {str(path.relative_to(REPO)): rule(path) for path in paths}
    return {name: wrong for name, wrong in found.items() if wrong}


# --- every stored notebook


def test_no_output_was_cleared():
    """nbval passes a notebook whose outputs are gone."""

    def unrun(path):
        cells = [cell.source for cell in code(path) if cell.execution_count is None]
        return cells or not notebooks.outputs(stored(path))

    assert faults(unrun, SOURCES + BASELINES) == {}


def test_no_cell_failed_or_printed_to_stderr():
    def noise(path):
        kinds = [o.get("ename") or o.get("name") for o in notebooks.outputs(stored(path))]
        return [kind for kind in kinds if kind and kind != "stdout"]

    assert faults(noise, SOURCES + BASELINES) == {}


def test_nothing_is_kept_from_nbval():
    """No cell asks that its output be ignored, skipped or allowed to fail."""

    def hushed(path):
        cells = stored(path).cells
        return [
            c.source
            for c in cells
            if HUSHED.search(c.source + " ".join(c.metadata.get("tags", [])))
        ]

    assert faults(hushed, SOURCES + BASELINES) == {}


def test_no_dates_are_sanitised():
    """nbval's sanitisers would hide a wrong date: no such file, no such option."""
    settings = ("Makefile", "pyproject.toml", "*.ini", "*.cfg", ".ci/*", "tests/**/*.cfg")
    for path in (path for pattern in settings for path in REPO.glob(pattern)):
        text = path.read_text()
        assert "sanitize" not in text and not re.search(r"(?m)^\s*\[regex", text), path
    assert not [p for folder in ("tests", "notebooks") for p in (REPO / folder).rglob("*sanit*")]


def test_every_chart_leaves_its_data_since_images_are_not_compared():
    def bare(path):
        drawn = [o.data.get(charts.DATA, {}) for o in shown(path, "chart")]
        asked = [cell for cell in code(path) if "charts.finish(" in cell.source]
        images = [o for o in notebooks.outputs(stored(path)) if "image/png" in o.get("data", {})]
        unsaid = [chart for chart in drawn if not (chart.get("alt") and chart.get("title"))]
        return unsaid or len(drawn) != len(asked) or len(images) > len(drawn)

    assert faults(bare, SOURCES + BASELINES) == {}


def test_every_check_and_note_is_seen_and_none_took_another_s_label():
    def unseen(path):
        records = execute.records_of(stored(path)).values()
        kept = [check.text for record in records for check in record.checks]
        seen = [output.data["text/plain"] for output in shown(path, "check")]
        return kept != seen and sorted({*kept} ^ {*seen}) + ["or in another order, or twice"]

    claimed = [path for path in CLAIMED if not first_claim(path).in_row]
    assert faults(unseen, claimed + BASELINES) == {}


# --- the house's rules for a notebook


def test_a_line_of_code_can_be_read_and_a_notebook_is_short():
    def crowded(path):
        lines = [line for cell in code(path) for line in cell.source.splitlines()]
        long = [line for line in lines if len(line) > COLUMNS]
        return long or len(code(path)) > CELLS and f"{len(code(path))} code cells"

    assert faults(crowded, SOURCES) == {}


def test_every_parameter_is_passed_on_by_its_name():
    def dropped(path):
        tree = ast.parse("\n".join(cell.source for cell in code(path)))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        (opened,) = [c for c in calls if ast.unparse(c.func) in ("open_claim", "open_sentence")]
        passed = [ast.unparse(argument) for argument in opened.args]
        passed += [f"{k.arg}={ast.unparse(k.value)}" for k in opened.keywords]
        first, day, *others = ledger.parameters_of(path)
        return {first, day, *(f"{name}={name}" for name in others)} ^ {*passed}

    assert faults(dropped, CLAIMED) == {}


def test_a_notebook_is_stored_as_known_today_with_its_first_claim_s_parameters():
    def differ(path):
        claim, given = first_claim(path), ledger.parameters_of(path)
        subject = "sentence" if claim.in_row else "claim"
        wanted = {subject: claim.subject, "as_of": "", **claim.parameters}
        return {
            name: given.get(name)
            for name in wanted.keys() | given
            if given.get(name) != wanted.get(name)
        }

    assert faults(differ, CLAIMED) == {}


def test_what_a_notebook_shows_is_what_its_first_claim_s_baseline_shows():
    """So that it need not be executed again: the same cells with the same outputs, images apart."""

    def differ(path):
        ours, theirs = _told(path), _told(baseline(first_claim(path).id, "now"))
        return [a[0] for a, b in zip(ours, theirs, strict=True) if a != b]

    assert faults(differ, [path for path in CLAIMED if not first_claim(path).in_row]) == {}


def _told(path: Path) -> list[tuple]:
    """Each code cell and its outputs, without the parameters, the images and the count of runs."""
    parameters = {"parameters", "injected-parameters"}
    cells = [cell for cell in code(path) if not parameters & {*cell.metadata.get("tags", [])}]
    return [(cell.source, [_plain(output) for output in cell.outputs]) for cell in cells]


def _plain(output) -> dict:
    told = {key: value for key, value in output.items() if key != "execution_count"}
    for part in ("data", "metadata"):
        told[part] = {k: v for k, v in output.get(part, {}).items() if k != "image/png"}
    return told


# --- the baselines


def test_there_is_a_baseline_for_each_claim_and_moment_and_no_other():
    wanted = {notebooks.file_name(claim, moment) for claim in OWN for moment in plan.moments()}
    assert {path.name for path in BASELINES} == wanted


def test_a_baseline_holds_no_image():
    def images(path):
        return [
            "image" for o in notebooks.outputs(stored(path)) if "image/png" in o.get("data", {})
        ]

    assert faults(images, BASELINES) == {}


@pytest.mark.parametrize("moment", plan.moments())
def test_a_baseline_was_run_as_the_claims_file_says(moment):
    day = plan.moments()[moment]
    wrong = [
        c for c in OWN if (record_of(c, moment).as_of, record_of(c, moment).changed) != (day, {})
    ]
    assert wrong == []


def test_the_accepted_verdicts_are_what_the_baselines_and_the_rulings_say():
    results = []
    for claim in CLAIMS.values():
        ruled = (
            claim.ruling and claim.in_row and {"then": claim.ruling.then, "now": claim.ruling.now}
        )
        moments = {
            moment: Record(claim.id, day, ruled[moment]["verdict"])
            if ruled
            else record_of(claim.id, moment)
            for moment, day in plan.moments().items()
        }
        results.append(Result(claim, **moments))
    assert accepted.rows(results) == rows(accepted.FILE)
