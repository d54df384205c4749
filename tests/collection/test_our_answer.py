"""This collection's own answer: short, of claims, its numbers computed, no verdict moved since."""

import re

import nbformat
import pytest

from factcheck import ledger
from factcheck.record import Record
from invented import REPO, rows
from press import notebooks
from press.results import Result
from press.run import execute, plan
from press.site import answer

FILE = REPO / "notebooks/answer.yml"
TEXT = FILE.read_text()
FIGURES = set(re.findall(r"\{(C\d{3})(?: then| now)?\}", TEXT))


def accepted(claim: str, moment: str, verdict: str) -> Record:
    """The accepted record of a claim; only where the answer gives its figure with its checks."""
    if claim not in FIGURES:
        return Record(claim, plan.moments()[moment], verdict)
    path = REPO / "tests/notebooks" / notebooks.file_name(claim, moment)
    return execute.records_of(nbformat.read(path, as_version=4))[claim]


@pytest.fixture(scope="module")
def results() -> list[Result]:
    verdicts: dict[str, dict[str, Record]] = {}
    for row in rows("data/processed/verdicts.csv"):
        record = accepted(row["claim"], row["as_of"], row["verdict"])
        verdicts.setdefault(row["claim"], {})[row["as_of"]] = record
    return [Result(ledger.get(claim), **moments) for claim, moments in verdicts.items()]


def test_no_verdict_has_moved_since_the_answer_was_written(results):
    assert answer.moved(results) == []


def test_the_answer_has_at_most_150_words_and_no_number_is_missing(results):
    text = " ".join(part.text for part in answer.sentences(results))
    assert 0 < len(text.split()) <= 150
    assert not re.search(r"[{}]|no figure", text), text


def test_every_part_of_the_answer_rests_on_claims_or_counts_them_all():
    for part in TEXT.split("- text:")[1:]:
        said, rests_on = part.split("rests_on:")
        named = set(re.findall(r"C\d{3}", rests_on))
        assert named or "{n}" in said, said
        assert set(re.findall(r"\{(C\d{3})", said)) <= named <= set(ledger.claims()), said


def test_a_number_in_the_answer_is_computed_quoted_or_a_year():
    for line in re.findall(r"(?m)^- text: (.*)$", TEXT):
        typed = re.sub(r'\{[^}]*\}|"[^"]*"|“[^”]*”', "", line)
        assert set(re.findall(r"\$?\d[\d,.]*\d|\d", typed)) <= {"2024", "2025", "2026"}, line
