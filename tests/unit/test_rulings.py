"""The rulings: a fault in one is a line that says where; this collection's own keep the rules."""

import re
from calendar import month_name
from datetime import date

import pytest

from factcheck import evidence, ledger
from factcheck.ledger import LedgerError
from factcheck.sentence import open_sentence
from invented import ALIKE, APART, rows, ruled

# `wc -w` of the article's text, headline and byline left out. The text itself is under copyright
# and not here.
ARTICLE_WORDS = 2118
FILE = "notebooks/record.claims.yml"
SIDES = "    for: [EV1]\n"


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
        ("    verdict: supported\n", "ruling: ", "'why' is a dependency of 'verdict'"),
        ("    why: The record says so.\n", "ruling: ", "'verdict' is a dependency of 'why'"),
        (APART[: APART.index("    now:")], "ruling: ", "'now' is a dependency of 'then'"),
        (APART[APART.index("    now:") :], "ruling: ", "'then' is a dependency of 'now'"),
        (ALIKE + APART, "ruling: ", "too many properties"),
        ("", "ruling: ", "not have enough properties"),
        (ALIKE.replace("supported", "true"), "ruling.verdict: ", "'true' is not one of"),
        (APART.replace("contradicted", "false"), "ruling.now.verdict: ", "'false' is not one of"),
        (
            APART.replace("      verdict: cannot_check\n", ""),
            "ruling.then: ",
            "'verdict' is a required",
        ),
        (ALIKE.replace("on.", "on"), "ruling.why: ", "does not match"),
        (ALIKE.replace("Both sources say so, from {EV1} on.", "So."), "ruling.why: ", "too short"),
        (ALIKE + "    because: of that\n", "ruling: ", "'because' was unexpected"),
    ],
)
def test_a_faulty_verdict_names_file_entry_and_key(project, verdict, key, why):
    line = fault(project, ruled("C902", verdict))
    assert line.startswith(f"{FILE}: C902: {key}"), line
    assert why in line, line


@pytest.mark.parametrize("key", ["for", "against", "ruled_on", "read", "reviewed_by"])
def test_a_missing_key_is_named_with_file_and_entry(project, key):
    line = fault(project, re.sub(rf"(?m)^    {key}: .*\n", "", ruled("C902")))
    assert line.startswith(f"{FILE}: C902: ruling: '{key}' is a required property")


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
def test_what_is_ruled_as_of_then_ends_with_the_article_s_day(project, day, verdict):
    project.rulings(ruled("C902", APART))
    assert ledger.get("C902").ruling.as_of(day)["verdict"] == verdict
    (record,) = open_sentence("P1.S2", day).conclude().record
    assert (record["verdict"], record["as_of"]) == (verdict, day)


def test_one_verdict_holds_for_then_and_now(project):
    project.rulings(ruled("C902"))
    ruling = ledger.get("C902").ruling
    assert (
        ruling.as_of("2025-03-11")
        == ruling.as_of("")
        == {"verdict": "supported", "why": "Both sources say so, from {EV1} on."}
    )


# --- a sentence's rows


def test_a_sentence_shows_its_rows_and_names_what_is_computed_elsewhere(project):
    project.rulings(
        ruled("C902", sentence="P1.S1"), ruled("C903", APART, sentence="P1.S1"), ruled("C904")
    )
    opened = open_sentence("P1.S1", "2025-03-11")
    assert [r["claim"] for r in opened.conclude().record] == ["C902", "C903"]
    card = opened._repr_mimebundle_()[0]["text/html"]
    assert "C901 (computed, on a page of its own)" in card and "C904" not in card


def test_a_record_of_a_row_keeps_its_evidence_and_the_tables_that_were_read(project):
    project.rulings(
        ruled(
            "C902",
            supports="[EV1, C901]",
            against="[press]",
            more="  but: The letter is of {EV3} and says more.\n",
        )
    )
    (record,) = open_sentence("P1.S2").conclude().record
    assert record["why"] == "Both sources say so, from 11 February 2025 on."
    assert record["but"] == "The letter is of January 2025 and says more."
    assert [c["id"] for c in record["for"]] == ["EV1", "C901"]
    assert [c["sources"] for c in record["against"]] == [["press"]]
    assert {"events", "quotations"} <= set(record["tables"]) and record["checks"] == []


@pytest.mark.parametrize("sentence", ["P1.S1", "P9.S9"])
def test_a_sentence_on_whose_claims_nobody_ruled_is_refused(project, sentence):
    project.rulings(ruled("C902"))
    with pytest.raises(ledger.Unknown, match=f"no claim is ruled on in a sentence '{sentence}'"):
        open_sentence(sentence)


# --- this collection's own rulings

RULED = {claim.id: claim for claim in ledger.claims().values() if claim.ruling}
THEN = ledger.article().published.isoformat()
MOMENTS = ("then", "now")
SOURCES = {row["source_id"]: row for row in rows("data/raw/sources.csv")}
PUBLIC = {
    row[key]: row["published"]
    for table, key in (("events", "event_id"), ("quotations", "quote_id"))
    for row in rows(f"data/raw/{table}.csv")
} | {source: row["published"] for source, row in SOURCES.items()}
each_ruling = pytest.mark.parametrize("claim", RULED.values(), ids=RULED)


@pytest.fixture(scope="module")
def known():
    return evidence.Evidence()


def words(text: str) -> int:
    """Count words; what is computed in braces is one."""
    return len(re.sub(r"\{[^}]*\}", "x", text).split())


def sources_of(known, claim) -> dict[str, list[str]]:
    """The sources of each piece of evidence of a ruling, its own claims left out."""
    keys = claim.ruling.supports + claim.ruling.against
    return {key: known.cite(key)["sources"] for key in keys if key not in ledger.claims()}


def barred(source: str) -> bool:
    row = SOURCES[source]
    return (
        row["deciding_ok"] == "no" or row["own_author"] == "yes" or row["kind"] == "machine_written"
    )


def public_then(key: str) -> bool:
    return key in ledger.claims() or "" < PUBLIC[key] <= THEN


def test_there_are_195_claims_and_each_id_stands_once():
    assert sorted(ledger.claims()) == [f"C{n:03}" for n in range(1, 196)]


def test_quotes_are_short_and_all_together_under_a_fifth_of_the_article():
    quotes = [len(claim.quote.split()) for claim in ledger.claims().values()]
    assert max(quotes) <= 15
    assert 0 < sum(quotes) < 0.2 * ARTICLE_WORDS


@each_ruling
def test_a_row_has_at_most_60_words(claim):
    longer = max(words(getattr(claim.ruling, moment)["why"]) for moment in MOMENTS)
    assert words(claim.says) + longer + words(claim.but) <= 60


@each_ruling
def test_all_evidence_of_a_ruling_can_be_shown(known, claim):
    for moment in ("2025-03-11", ""):
        judged = known.judged(claim, moment)
        shown = judged["why"] + (judged["but"] or "")
        assert not re.search(r"[{}]|no figure|unknown|-\d+ days", shown), shown
        for side, keys in (("for", claim.ruling.supports), ("against", claim.ruling.against)):
            assert [c["id"] for c in judged[side]] == list(dict.fromkeys(keys))
            assert all(c["told"] and (c["sources"] or c["page"]) for c in judged[side])


@each_ruling
def test_no_evidence_that_carries_a_verdict_rests_on_barred_sources_alone(known, claim):
    verdicts = {getattr(claim.ruling, moment)["verdict"] for moment in MOMENTS}
    carries = claim.ruling.supports + (claim.ruling.against if "contradicted" in verdicts else [])
    for key, sources in sources_of(known, claim).items():
        assert key not in carries or not all(map(barred, sources)), f"{key}: {sources}"


@each_ruling
def test_what_was_read_is_the_evidence_and_as_the_sources_say(known, claim):
    cited = {source for sources in sources_of(known, claim).values() for source in sources}
    assert claim.ruling.read == {source: SOURCES[source]["read"] for source in cited}


@each_ruling
def test_a_verdict_that_rates_has_evidence_on_its_side(claim):
    needs = {
        "supported": claim.ruling.supports,
        "supported_loosely": claim.ruling.supports,
        "contradicted": claim.ruling.against,
        "opinion": claim.ruling.supports + claim.ruling.against,
    }
    for moment in MOMENTS:
        verdict = getattr(claim.ruling, moment)["verdict"]
        assert needs.get(verdict, True), f"{moment}: {verdict}"


@each_ruling
def test_a_verdict_as_of_then_has_evidence_that_was_public_then(claim):
    sides = {
        "supported": claim.ruling.supports,
        "supported_loosely": claim.ruling.supports,
        "contradicted": claim.ruling.against,
    }
    if keys := sides.get(claim.ruling.then["verdict"]):
        assert any(map(public_then, keys)), f"public only later: {keys}"


@each_ruling
def test_what_is_said_as_of_then_names_no_event_that_was_made_public_later(claim):
    named = re.findall(r"\bEV\d+\b", " ".join(re.findall(r"\{.*?\}", claim.ruling.then["why"])))
    assert not [event for event in named if not public_then(event)]


@each_ruling
def test_what_cannot_be_checked_says_what_would_settle_it(claim):
    for moment in MOMENTS:
        ruling = getattr(claim.ruling, moment)
        if ruling["verdict"] == "cannot_check":
            assert re.search(r"\b(would|could) (settle|show)\b|\bwould\.$", ruling["why"]), moment


@each_ruling
def test_only_an_opinion_is_not_rated_and_only_a_forecast_is_open_then(claim):
    verdicts = [getattr(claim.ruling, moment)["verdict"] for moment in MOMENTS]
    assert verdicts.count("opinion") == (2 if claim.kind == "opinion" else 0)
    assert (verdicts[0] == "open") == (claim.kind == "forecast")


@each_ruling
def test_a_day_in_a_ruling_is_computed_and_not_typed(claim):
    months = "|".join(month_name[1:])
    day = rf"\b\d{{1,2}} ({months})\b|\b\w+ days (later|after|before|earlier)\b"
    for text in (claim.ruling.then["why"], claim.ruling.now["why"], claim.but):
        assert not (typed := re.search(day, text)), typed[0]


@each_ruling
def test_nobody_has_reviewed_a_ruling_and_its_day_is_one(claim):
    assert claim.ruling.reviewed_by == []
    assert date.fromisoformat(claim.ruling.ruled_on) > ledger.article().published


def test_no_claim_rests_on_itself_by_way_of_others():
    def rests_on(claim_id: str, above: tuple = ()) -> None:
        assert claim_id not in above, " rests on ".join([*above, claim_id])
        ruling = ledger.get(claim_id).ruling
        for key in (ruling.supports + ruling.against) if ruling else []:
            if key in ledger.claims():
                rests_on(key, (*above, claim_id))

    for claim in RULED:
        rests_on(claim)


def test_every_sentence_has_a_claim_or_the_reason_why_not():
    article = ledger.article()
    claimed = {claim.sentence for claim in ledger.claims().values()}
    silent = article.no_claim
    assert set(article.sentences) <= claimed | set(silent)
    assert set(silent) <= set(article.sentences) | {"title"}
    assert all(len(entry["reason"]) > 10 for entry in silent.values())
    for sentence, entry in silent.items():
        assert entry["extent"] == ("part" if sentence in claimed else "whole"), sentence


def test_placeholders_in_computed_claims_fill_too(known):
    for claim in ledger.claims().values():
        filled = known.fill(claim.but)
        assert not re.search(r"[{}]|no figure|-\d+ days", filled), f"{claim.id}: {filled}"
        assert not re.search(r"[{}]", claim.says + claim.quote + claim.key), claim.id
