"""The rulings: a fault in one is a line that says where; a sentence's rows and their records."""

import re

import pytest

from factcheck import ledger
from factcheck.article import LedgerError
from factcheck.record import RECORD, from_json
from factcheck.sentence import open_sentence
from invented import ALIKE, APART, ruled

FILE = "notebooks/record.claims.yml"
SIDES = "    for: [EV1]\n"


@pytest.fixture
def concluded(shown):
    """Conclude a sentence; return the records that it leaves in the notebook's outputs."""

    def conclude(sentence) -> list:
        sentence.conclude()
        return [from_json(kept) for kept in shown[-1][0][RECORD]]

    return conclude


def fault(project, text: str) -> str:
    """Read a file of rulings with this text: the one line that says what is wrong."""
    project.rulings(text)
    with pytest.raises(LedgerError) as caught:
        ledger.claims()
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- one fault, one line: file, entry, key


@pytest.mark.parametrize(
    "verdict, key, why",
    [
        ("    verdict: supported\n", "ruling: ", "must contain ['why']"),
        ("    why: The record says so.\n", "ruling: ", "must contain ['verdict']"),
        (APART[: APART.index("    now:")], "ruling: ", "must contain ['now']"),
        (APART[APART.index("    now:") :], "ruling: ", "must contain ['then']"),
        (ALIKE + APART, "ruling.verdict: ", "must not be there"),
        ("", "ruling: ", "must contain ['verdict', 'why']"),
        (ALIKE.replace("supported", "true"), "ruling.verdict: ", "must be one of"),
        (APART.replace("contradicted", "false"), "ruling.now.verdict: ", "must be one of"),
        (
            APART.replace("      verdict: cannot_check\n", ""),
            "ruling.then: ",
            "must contain ['verdict']",
        ),
        (ALIKE.replace("on.", "on"), "ruling.why: ", "must match pattern"),
        (ALIKE.replace("Both sources say so, from {EV1} on.", "So."), "ruling.why: ", "longer"),
        (ALIKE + "    because: of that\n", "ruling: ", "must not contain {'because'}"),
    ],
)
def test_a_faulty_verdict_names_file_entry_and_key(project, verdict, key, why):
    line = fault(project, ruled("C902", verdict))
    assert line.startswith(f"{FILE}: C902: {key}"), line
    assert why in line, line


@pytest.mark.parametrize("key", ["for", "against", "ruled_on", "read", "reviewed_by"])
def test_a_missing_key_is_named_with_file_and_entry(project, key):
    line = fault(project, re.sub(rf"(?m)^    {key}: .*\n", "", ruled("C902")))
    assert line.startswith(f"{FILE}: C902: ruling: must contain ['{key}']")


@pytest.mark.parametrize(
    "old, new, key",
    [
        (SIDES, "    for: EV1\n", "ruling.for: "),
        (SIDES, "    for: [EV1 EV2]\n", "ruling.for.0: "),
        ("press: excerpt", "press: half", "ruling.read.press: "),
        ("2025-11-24", "24 November", "ruling.ruled_on: "),
        ("reviewed_by: []", "reviewed_by: nobody", "ruling.reviewed_by: "),
    ],
)
def test_a_value_of_another_form_is_named(project, old, new, key):
    assert old in ruled("C902")
    line = fault(project, ruled("C902").replace(old, new))
    assert line.startswith(f"{FILE}: C902: {key}"), line


def test_a_claim_in_a_row_of_its_sentence_needs_a_ruling(project):
    text = ruled("C902")
    line = fault(project, text[: text.index("  ruling:")])
    assert line == f"{FILE}: C902: ruling: a claim in a row of its sentence needs one"


def test_a_claim_with_a_run_of_its_own_needs_none(project):
    project.rulings(ruled("C902"))
    assert ledger.get("C901").ruling is None and not ledger.get("C901").in_row
    assert ledger.get("C902").in_row


# --- then and now


@pytest.mark.parametrize(
    "day, verdict",
    [
        ("2025-03-10", "cannot_check"),
        ("2025-03-11", "cannot_check"),
        ("2025-03-12", "contradicted"),
        ("", "contradicted"),
    ],
)
def test_what_is_ruled_as_of_then_ends_with_the_article_s_day(project, concluded, day, verdict):
    project.rulings(ruled("C902", APART))
    assert ledger.get("C902").ruling.as_of(day)["verdict"] == verdict
    (record,) = concluded(open_sentence("P1.S2", day))
    assert (record.verdict, record.as_of) == (verdict, day)


def test_one_verdict_holds_for_then_and_now(project):
    project.rulings(ruled("C902"))
    ruling = ledger.get("C902").ruling
    assert (
        ruling.as_of("2025-03-11")
        == ruling.as_of("")
        == {"verdict": "supported", "why": "Both sources say so, from {EV1} on."}
    )


# --- a sentence's rows


def test_a_sentence_shows_its_rows_and_names_what_is_computed_elsewhere(project, concluded):
    project.rulings(
        ruled("C902", sentence="P1.S1"), ruled("C903", APART, sentence="P1.S1"), ruled("C904")
    )
    opened = open_sentence("P1.S1", "2025-03-11")
    assert [record.claim for record in concluded(opened)] == ["C902", "C903"]
    card = opened._repr_mimebundle_()[0]["text/html"]
    assert "C901 (computed, on a page of its own)" in card and "C904" not in card


def test_a_record_of_a_row_keeps_its_evidence_and_what_was_read(project, concluded):
    project.rulings(
        ruled(
            "C902",
            supports="[EV1, C901]",
            against="[press]",
            more="  but: The letter is of {EV3} and says more.\n",
        )
    )
    (record,) = concluded(open_sentence("P1.S2"))
    assert record.why == "Both sources say so, from 11 February 2025 on."
    assert record.but == "The letter is of January 2025 and says more."
    cited = {side: [one.id for one in pieces] for side, pieces in record.evidence.items()}
    assert cited == {"for": ["EV1", "C901"], "against": ["press"]}
    assert record.rests_on == ["agency", "press"]
    assert {"events", "quotations"} <= set(record.tables) and not record.checks


@pytest.mark.parametrize("sentence", ["P1.S1", "P9.S9"])
def test_a_sentence_on_whose_claims_nobody_ruled_is_refused(project, sentence):
    project.rulings(ruled("C902"))
    with pytest.raises(ledger.Unknown, match=f"no claim is ruled on in a sentence '{sentence}'"):
        open_sentence(sentence)
