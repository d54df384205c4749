"""The answer on the front page: its numbers are computed, and a moved verdict is named."""

import pytest

from factcheck import ledger
from factcheck.article import LedgerError
from factcheck.record import Check, Record
from invented import ENTRY
from press.results import Result
from press.site import answer

FILE = "notebooks/answer.yml"


def check(figure: str, decides: bool = True) -> Check:
    blank = dict.fromkeys(("value", "low", "high", "told", "period", "published"))
    return Check(
        "removals",
        figure=figure,
        unit="removals",
        sources=(),
        first_seen=(),
        decides=decides,
        **blank,
    )


def results() -> list[Result]:
    """Three claims: one of which the first deciding figure is 271 now, one ruled on, one failed."""
    claims = ledger.claims()
    then = Record("C901", "2025-03-11", "cannot_check", checks=(check("no figure"),))
    found = (check("999", decides=False), check("271"), check("5"))
    return [
        Result(claims["C901"], then, Record("C901", "", "supported", checks=found)),
        Result(claims["C902"], *(Record("C902", day, "supported") for day in ("2025-03-11", ""))),
        Result(claims["C903"], None, None),
    ]


@pytest.fixture
def written(project):
    """Write parts of an answer, each a text and what it rests on; return the results."""
    entries = (ENTRY.format(id=f"C90{n}", asserted="at least 271") for n in (1, 2, 3))
    project.write("notebooks/counts.claims.yml", "".join(entries))

    def write(*parts: tuple[str, str]) -> list[Result]:
        lines = [f"- text: '{text}'\n  rests_on: {{{rests_on}}}\n" for text, rests_on in parts]
        project.write(FILE, "".join(lines))
        return results()

    return write


def test_without_the_file_there_is_no_answer(project):
    assert answer.sentences([]) == answer.moved([]) == []


@pytest.mark.parametrize(
    "text, filled",
    [
        ("Removals: {C901}.", "Removals: 271."),
        ("{C901 now}, then {C901 then}", "271, then no figure"),
        ("of {C902}", "of no figure"),
        ("{C903 then}", "no figure"),
        ("Of {n} claims", "Of 3 claims"),
        ("{n supported} hold", "2 hold"),
        ("{n contradicted} and {n open}", "0 and 0"),
        ("no number", "no number"),
    ],
)
def test_numbers_come_from_the_results(written, text, filled):
    assert [part.text for part in answer.sentences(written((text, "")))] == [filled]


@pytest.mark.parametrize(
    "text",
    ["{C999}", "{C999 then}", "{n supportd}", "{C901 later}", "{n then}", "{C901 supported}"],
)
def test_what_names_no_claim_verdict_or_moment_is_refused(written, text):
    with pytest.raises(LedgerError, match="notebooks/answer.yml: "):
        answer.sentences(written((text, "")))


@pytest.mark.parametrize(
    "was, moved",
    [
        ("cannot_check, supported", False),
        ("supported, supported", True),
        ("cannot_check, contradicted", True),
    ],
)
def test_a_claim_whose_verdict_moved_is_named_with_its_sentence(written, was, moved):
    part = ("So it is.", f'C901: "{was}", C902: "supported, supported"')
    lines = answer.moved(written(part))
    named = (
        f"notebooks/answer.yml: C901 was “{was}” when its sentence was written, "
        "now it is “cannot_check, supported”: read again “So it is.…”"
    )
    assert lines == ([named] if moved else [])


def test_a_failed_run_and_a_claim_that_is_gone_have_moved(written):
    of_both = 'C903: "supported, supported", C999: "open, open"'
    failed, gone = answer.moved(written(("One.", of_both), ("Two.", "")))
    assert "C903 was" in failed and "“none, none”" in failed
    assert "C999 was" in gone and "“gone”" in gone
