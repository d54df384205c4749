"""This article's rulings keep the rules: each test names all that do not."""

import re
from calendar import month_name
from collections.abc import Callable
from datetime import date

import pytest

from factcheck import article, ledger
from factcheck.evidence import Evidence
from factcheck.ledger import Claim
from factcheck.sources import may_decide, sources
from factcheck.tables import Reads
from invented import REPO, rows

RULED = [claim for claim in ledger.claims().values() if claim.ruling]
MOMENTS = ("then", "now")
PUBLIC = {
    row[key]: row["published"]
    for table, key in (("events", "event_id"), ("quotations", "quote_id"))
    for row in rows(f"data/raw/{table}.csv")
} | {source: row["published"] for source, row in sources().items()}
DOCS = "".join(path.read_text() for path in sorted((REPO / "docs").glob("*.md")))


@pytest.fixture(scope="module")
def known() -> Evidence:
    return Evidence(Reads())


def faults(rule: Callable[[Claim], object]) -> dict[str, object]:
    """What a rule finds wrong, by the ids of the claims that break it."""
    found = {claim.id: rule(claim) for claim in RULED}
    return {id: wrong for id, wrong in found.items() if wrong}


def words(text: str) -> int:
    """Count words; what is computed in braces is one."""
    return len(re.sub(r"\{[^}]*\}", "x", text).split())


def evidence(claim: Claim) -> list[str]:
    return claim.ruling.supports + claim.ruling.against


def verdicts(claim: Claim) -> list[str]:
    return [getattr(claim.ruling, moment)["verdict"] for moment in MOMENTS]


def sources_of(known, key: str) -> tuple[str, ...]:
    """The sources of a piece of evidence; of another claim none."""
    return () if key in ledger.claims() else known.cite(key).sources


def carrying(claim: Claim, verdict: str) -> list[str] | None:
    """The evidence that a verdict rests on; None of a verdict that needs none."""
    ruling = claim.ruling
    return {
        "supported": ruling.supports,
        "supported_loosely": ruling.supports,
        "contradicted": ruling.against,
        "opinion": evidence(claim),
    }.get(verdict)


def public_then(key: str) -> bool:
    return key in ledger.claims() or "" < PUBLIC[key] <= article.published()


def test_a_row_has_at_most_60_words():
    def longer(claim):
        why = max(words(getattr(claim.ruling, moment)["why"]) for moment in MOMENTS)
        return words(claim.says) + why + words(claim.but) > 60

    assert faults(longer) == {}


def test_all_evidence_of_a_ruling_can_be_shown(known):
    def unshown(claim):
        for day in (article.published(), ""):
            judged = known.judged(claim, day)
            cited = [one for side in judged["evidence"].values() for one in side]
            if wrong := re.search(
                r"[{}]|no figure|unknown|-\d+ days", judged["why"] + judged["but"]
            ):
                return wrong[0]
            if empty := [one.id for one in cited if not (one.told and (one.sources or one.page))]:
                return empty
        return [key for key in evidence(claim) if evidence(claim).count(key) > 1]

    assert faults(unshown) == {}


def test_no_evidence_that_carries_a_verdict_rests_on_barred_sources_alone(known):
    def barred(claim):
        carries = {key for verdict in verdicts(claim) for key in carrying(claim, verdict) or []}
        alone = {key: sources_of(known, key) for key in carries | {*claim.ruling.supports}}
        return [key for key, ids in alone.items() if ids and not any(map(may_decide, ids))]

    assert faults(barred) == {}


def test_what_was_read_is_the_evidence_and_as_the_sources_say(known):
    def misread(claim):
        cited = {source for key in evidence(claim) for source in sources_of(known, key)}
        told = {source: sources()[source]["read"] for source in cited}
        return claim.ruling.read != told and told

    assert faults(misread) == {}


def test_a_verdict_that_rates_has_evidence_on_its_side():
    assert faults(lambda claim: [v for v in verdicts(claim) if carrying(claim, v) == []]) == {}


def test_a_verdict_as_of_then_has_evidence_that_was_public_then():
    def only_later(claim):
        then = claim.ruling.then["verdict"]
        keys = carrying(claim, then) if then != "opinion" else None
        return keys and not any(map(public_then, keys)) and keys

    assert faults(only_later) == {}


def test_what_is_said_as_of_then_names_no_event_that_was_made_public_later():
    def later(claim):
        filled = " ".join(re.findall(r"\{.*?\}", claim.ruling.then["why"]))
        return [event for event in re.findall(r"\bEV\d+\b", filled) if not public_then(event)]

    assert faults(later) == {}


def test_what_cannot_be_checked_says_what_would_settle_it():
    def silent(claim):
        rulings = [getattr(claim.ruling, moment) for moment in MOMENTS]
        settled = r"\b(would|could) (settle|show)\b|\bwould\.$"
        whys = [r["why"] for r in rulings if r["verdict"] == "cannot_check"]
        return [why for why in whys if not re.search(settled, why)]

    assert faults(silent) == {}


def test_only_an_opinion_is_not_rated_and_only_a_forecast_is_open_then():
    def misrated(claim):
        then, now = verdicts(claim)
        opinion = [verdict == "opinion" for verdict in (then, now)]
        foreseen = claim.kind == "forecast"
        return opinion != [claim.kind == "opinion"] * 2 or (then == "open") != foreseen

    assert faults(misrated) == {}


def test_a_day_in_a_ruling_is_computed_and_not_typed():
    day = rf"\b\d{{1,2}} ({'|'.join(month_name[1:])})\b|\b\w+ days (later|after|before|earlier)\b"

    def typed(claim):
        texts = (claim.ruling.then["why"], claim.ruling.now["why"], claim.but)
        return [found[0] for text in texts if (found := re.search(day, text))]

    assert faults(typed) == {}


def test_a_ruling_is_dated_after_the_article():
    assert faults(lambda c: date.fromisoformat(c.ruling.ruled_on) <= article.get().published) == {}


def test_who_reviewed_a_ruling_is_named_in_docs():
    assert faults(lambda c: [name for name in c.ruling.reviewed_by if name not in DOCS]) == {}


def test_no_claim_rests_on_itself_by_way_of_others():
    def rests_on(claim_id: str, above: tuple = ()) -> None:
        assert claim_id not in above, " rests on ".join([*above, claim_id])
        claim = ledger.get(claim_id)
        for key in evidence(claim) if claim.ruling else []:
            if key in ledger.claims():
                rests_on(key, (*above, claim_id))

    for claim in RULED:
        rests_on(claim.id)
