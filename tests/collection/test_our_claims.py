"""This article's claims: its sentences are met, the words are ours, notebooks take parameters."""

import re

import pytest

from factcheck import article, ledger
from factcheck.evidence import Evidence
from factcheck.tables import Reads
from factcheck.wording import plain
from invented import run_here


def test_every_sentence_has_a_claim_or_the_reason_why_not():
    sentences, silent = set(article.get().sentences), article.get().no_claim
    claimed = {claim.sentence for claim in ledger.claims().values()}
    assert sentences - claimed - set(silent) == set()
    assert set(silent) - sentences <= {"title"}
    for sentence, entry in silent.items():
        assert entry["extent"] == ("part" if sentence in claimed else "whole"), sentence
        assert len(entry["reason"]) > 10, sentence


def test_a_claim_in_our_own_words_does_not_repeat_its_quote_whole():
    every = ledger.claims().values()
    assert [c.id for c in every if plain(c.says) == plain(c.quote)] == []


def test_all_quotes_together_are_less_than_a_fifth_of_the_article():
    quoted = sum(len(claim.quote.split()) for claim in ledger.claims().values())
    assert 0 < quoted < article.get().words / 5


def test_days_fill_in_every_claim_s_limits_and_nowhere_else():
    known = Evidence(Reads())
    for claim in ledger.claims().values():
        filled = known.fill(claim.but)
        assert not re.search(r"[{}]|no figure|-\d+ days", filled), f"{claim.id}: {filled}"
        assert not re.search(r"[{}]", claim.says + claim.quote + claim.key), claim.id


def test_a_stretch_in_the_autumn_is_found_in_the_fiscal_year_that_it_opens():
    """Its releases stand under the next year's number: once they were not found."""
    case = run_here("C020", subject="2024-10-01/2024-12-31")
    deciding = [check for check in case.checks if check.decides]
    assert deciding and "no_figure" not in [check.holds for check in deciding]
    # The days between the first of five releases and the last.
    pace = case.pace("ice_removals_to_date", "2024-10-01/2024-12-31")
    assert pace.period == "2024-11-03/2024-12-28"


@pytest.mark.parametrize(
    "claim", [c for c in ledger.claims().values() if "quoted" in c.parameters], ids=lambda c: c.id
)
def test_a_quotation_holds_only_if_every_word_that_is_compared_is_found(claim):
    asked = [check.asserted for check in run_here(claim.id).checks if check.decides]
    parts = claim.parameters["quoted"].split(";")
    assert asked == [f"at least {len(plain(part))}" for part in parts]
