"""Evidence: days and spans are computed, every id can be cited, words count from their day on."""

import re

import pytest

from factcheck import ledger
from factcheck.evidence import Evidence
from factcheck.record import Cited
from factcheck.article import LedgerError
from factcheck.sources import TableError
from factcheck.tables import Reads
from invented import APART, ruled


@pytest.fixture
def known(project):
    project.rulings(
        ruled(
            "C902",
            APART,
            supports="[EV1, Q1, C901, records]",
            against="[EV3]",
            more="  but: It was announced on {EV2}, after {EV5}.\n",
        )
    )
    return Evidence(Reads())


# --- fill


@pytest.mark.parametrize(
    "text, filled",
    [
        ("on {EV1}.", "on 11 February 2025."),
        ("in {EV3}", "in January 2025"),
        ("in {EV4}", "in 2023"),
        ("from {EV5} on", "from 23 to 31 January 2025 on"),
        ("{days EV1 EV2} later", "10 days later"),
        ("{days EV1 EV1}", "0 days"),
        ("{days EV3 EV1}", "between 11 and 41 days"),
        ("nothing {} to fill", "nothing {} to fill"),
        ("", ""),
    ],
)
def test_days_and_spans_are_written_out(known, text, filled):
    assert known.fill(text) == filled


def test_one_day_is_not_days(known):
    assert known.fill("{days EV2 EV7} later") == "1 day later"


@pytest.mark.parametrize(
    "text, why",
    [
        ("on {EV99}", "no event 'EV99' in data/raw/events.csv"),
        ("{days EV1 EV99}", "no event 'EV99'"),
        ("{days EV99 EV1}", "no event 'EV99'"),
        ("{days EV1}", "'{days EV1}' is neither"),
        ("{EV1 EV2}", "'{EV1 EV2}' is neither"),
        ("{Q1}", "no event 'Q1'"),
        ("{days EV2 EV1} later", "EV1 is before EV2"),
    ],
)
def test_what_names_no_event_or_is_no_span_is_refused(known, text, why):
    with pytest.raises(LedgerError, match=re.escape(why)):
        known.fill(text)


def test_a_day_keeps_its_bounds_source_and_day_of_publication(known):
    day, month = known.day_of("EV2"), known.day_of("EV3")
    assert (day.value, day.unit, day.sources) == (739303, "date", ("press",))
    assert (day.published, day.period) == ("2025-02-21", "2025-02-21")
    assert (month.low, month.high) == (739252, 739282)
    span = known.days_between("EV1", "EV2")
    assert (span.value, span.unit, set(span.sources)) == (10, "days", {"agency", "press"})


# --- cite


@pytest.mark.parametrize(
    "key, told, page, sources",
    [
        ("EV1", "11 February 2025: The deputies are moved", "", ("agency", "press")),
        ("EV3", "January 2025: A letter is sent", "", ("agency",)),
        ("Q1", "20 January 2025: Ann Lee, a post: “We will act at once.”", "", ("press",)),
        ("Q2", "10 March 2025: Bo Ray, a letter: “It was so.”", "", ("press", "agency")),
        ("C901", "The agency removed some people in fiscal year 2024.", "claims/C901.html", ()),
        ("C902", "The C902 of the deputies was moved.", "sentences/P1.S2.html#C902", ()),
        ("records", "Rows", "", ("records",)),
    ],
)
def test_each_kind_of_evidence_can_be_cited(known, key, told, page, sources):
    assert known.cite(key) == Cited(key, told, page, sources)


def test_an_unknown_id_is_named(known):
    with pytest.raises(TableError, match="no source 'EV99'"):
        known.cite("EV99")


# --- judged


def test_a_ruling_is_read_as_of_the_day_with_its_words_and_evidence(known):
    then, now = (known.judged(ledger.get("C902"), day) for day in ("2025-03-11", ""))
    assert (then["verdict"], now["verdict"]) == ("cannot_check", "contradicted")
    assert then["why"] == "Nothing was public; the letter would settle it."
    assert now["why"] == "The letter came 10 days later and says otherwise."
    for judged in (then, now):
        assert judged["but"] == "It was announced on 21 February 2025, after 23 to 31 January 2025."
        sides = {side: [one.id for one in cited] for side, cited in judged["evidence"].items()}
        assert sides == {"for": ["EV1", "Q1", "C901", "records"], "against": ["EV3"]}


def test_a_ruling_without_a_but_has_none(project):
    project.rulings(ruled("C902"))
    assert Evidence(Reads()).judged(ledger.get("C902"), "")["but"] == ""


# --- wording


def test_a_quotation_is_who_said_it_where_and_when(known):
    words = known.wording("Q1", "")
    assert words.sentences == ("We will act at once.",)
    assert words.told == "Ann Lee, Secretary, a post, 20 January 2025"
    assert words.longest_match("act at once").value == 3
    assert words.longest_match("act at once").sources == ("press",)
    assert words.longest_match("act at once").published == "2025-01-21"


def test_a_whole_table_of_sentences_is_searched_as_one_text(known):
    words = known.wording("speech", "")
    assert words.told == "Rows, 20 January 2025"
    assert words.longest_match("the agency. Its work").value == 4
    assert words.around("work at the border")[0] == "Its work at the border begins anew."


@pytest.mark.parametrize(
    "day, heard", [("2025-03-11", False), ("2025-03-12", True), ("", True), ("2025-03-13", True)]
)
def test_words_are_not_known_before_the_day_on_which_they_were_public(known, day, heard):
    found = known.wording("Q2", day).longest_match("it was so")
    assert found.known == heard and found.unit == "words"
    assert not heard or found.value == 3


def test_an_unknown_wording_is_named(known):
    with pytest.raises(TableError, match="no table 'Q99'"):
        known.wording("Q99", "")
