"""The answer on the front page: short, of claims, its numbers computed, no verdict moved since."""

import re

import nbformat
import pytest

from factcheck import ledger
from invented import REPO, rows
from press import results
from press.run import engine
from press.site import answer

FILE = "notebooks/answer.yml"


def check(figure: str, decides: bool = True, **more) -> dict:
    return {
        "label": "removals",
        "figure": figure,
        "unit": "removals",
        "period": "2024",
        "decides": decides,
        **more,
    }


def moment(verdict: str, *checks: dict) -> dict:
    return {"verdict": verdict, "checks": list(checks)}


ENTRIES = [
    {
        "id": "C901",
        "then": moment("cannot_check", check("no figure")),
        "now": moment("supported", check("999", False), check("271"), check("5")),
    },
    {"id": "C902", "then": moment("supported"), "now": moment("supported")},
    {"id": "C903", "then": None, "now": None},
]


def written(project, *parts: tuple[str, str]) -> list[dict]:
    """Write parts of an answer, text and claims, and read it against the results."""
    lines = [f"- text: '{text}'\n  rests_on: {{{rests_on}}}\n" for text, rests_on in parts]
    project.write(FILE, "".join(lines))
    return answer.sentences(ENTRIES)


def text_of(project, text: str) -> str:
    return written(project, (text, ""))[0]["text"]


def test_without_the_file_there_is_no_answer(project):
    assert answer.sentences(ENTRIES) == []


@pytest.mark.parametrize(
    "text, filled",
    [
        ("Removals: {C901}.", "Removals: 271."),
        ("{C901 now}, then {C901 then}", "271, then no figure"),
        ("of {C902}", "of no figure"),
        ("{C903 then}", "no figure"),
        ("{n supported} hold", "2 hold"),
        ("{n contradicted} and {n open}", "0 and 0"),
        ("no number", "no number"),
    ],
)
def test_numbers_come_from_the_results(project, text, filled):
    assert text_of(project, text) == filled


@pytest.mark.parametrize(
    "text",
    ["{C999}", "{C999 then}", "{n supportd}", "{C901 later}", "{n then}", "{C901 supported}"],
)
def test_what_names_no_claim_verdict_or_moment_is_refused(project, text):
    with pytest.raises(ledger.LedgerError, match="notebooks/answer.yml: "):
        text_of(project, text)


@pytest.mark.parametrize(
    "was, moved",
    [
        ("cannot_check, supported", []),
        ("supported, supported", ["C901"]),
        ("cannot_check, contradicted", ["C901"]),
        ("supported, cannot_check", ["C901"]),
    ],
)
def test_a_claim_whose_verdict_moved_is_named(project, was, moved):
    (part,) = written(project, ("So it is.", f'C901: "{was}", C902: "supported, supported"'))
    assert part["moved"] == moved
    assert part["rests_on"] == {"C901": was, "C902": "supported, supported"}


def test_each_sentence_has_its_own_claims_and_a_failed_run_has_moved(project):
    parts = written(
        project, ("One.", 'C903: "supported, supported"'), ("Two.", 'C902: "supported, supported"')
    )
    assert [(p["text"], p["moved"]) for p in parts] == [("One.", ["C903"]), ("Two.", [])]


# --- this collection's own answer


def accepted() -> list[dict]:
    """The accepted results of every claim; with its checks where the answer names the claim."""
    verdicts = {
        (row["claim"], row["as_of"]): row["verdict"] for row in rows("data/processed/verdicts.csv")
    }
    named = re.findall(r"\{(C\d{3})(?: then| now)?\}", (REPO / FILE).read_text())
    return [
        {
            "id": claim,
            **{
                m: {
                    "verdict": verdicts[claim, m],
                    "checks": checks(claim, m) if claim in named else [],
                }
                for m in ("then", "now")
            },
        }
        for claim in dict.fromkeys(claim for claim, _ in verdicts)
    ]


def checks(claim: str, moment: str) -> list[dict]:
    path = REPO / "tests/notebooks" / results.file_name(claim, moment)
    return engine.records_of(nbformat.read(path, as_version=4))[claim]["checks"]


@pytest.fixture(scope="module")
def ours():
    return answer.sentences(accepted())


def test_no_verdict_has_moved_since_the_answer_was_written(ours):
    assert ours
    assert not {claim: part["text"] for part in ours for claim in part["moved"]}


def test_the_answer_has_at_most_150_words_and_no_number_is_missing(ours):
    text = " ".join(part["text"] for part in ours)
    assert len(text.split()) <= 150
    assert not re.search(r"[{}]|no figure", text), text


def test_every_part_of_the_answer_names_claims_or_counts_them_all(ours):
    claims = ledger.claims()
    for part in ours:
        assert part["rests_on"] or f"{len(claims)} claims" in part["text"], part["text"]
        assert set(part["rests_on"]) <= set(claims)


def test_a_number_in_the_answer_is_computed_quoted_or_a_year(ours):
    for line in re.findall(r"(?m)^- text: (.*)$", (REPO / FILE).read_text()):
        typed = re.sub(r'\{[^}]*\}|"[^"]*"|“[^”]*”', "", line)
        numbers = re.findall(r"\$?\d[\d,.]*\d|\d", typed)
        assert set(numbers) <= {str(len(ledger.claims())), "2024", "2025", "2026"}, line


def test_a_claim_whose_figure_the_answer_gives_is_one_that_it_rests_on():
    text = (REPO / FILE).read_text()
    for part in text.split("- text:")[1:]:
        given, rests_on = part.split("rests_on:")
        assert set(re.findall(r"\{(C\d{3})", given)) <= set(re.findall(r"C\d{3}", rests_on)), given
