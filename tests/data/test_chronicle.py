"""The chronology: its sources, the days on which it was public, and the address word for word."""

import pytest

from invented import rows

SOURCES = {row["source_id"]: row for row in rows("data/raw/sources.csv")}
EVENTS, QUOTATIONS = rows("data/raw/events.csv"), rows("data/raw/quotations.csv")
ADDRESS = " ".join(row["words"] for row in rows("data/raw/inaugural_address.csv"))


def ids(row: dict) -> list[str]:
    return [row["source_id"], *filter(None, row["other_source_ids"].split(";"))]


@pytest.mark.parametrize("row", EVENTS + QUOTATIONS, ids=lambda r: next(iter(r.values())))
def test_a_row_is_public_since_the_first_of_its_sources(row):
    """A source dated before the event counts only as the row's own: it announces."""
    days = {s: SOURCES[s]["published"] for s in ids(row)}
    happened = (row["date"] + "-01-01")[:10]
    dated = {s: d for s, d in days.items() if d and (d >= happened or s == row["source_id"])}
    proof = row["first_seen"] or row["source_id"]
    if not dated:
        assert (row["published"], row["published_basis"]) == ("", "unknown")
        return
    assert row["published"] == days[proof] == min(dated.values())
    assert row["published_basis"] == SOURCES[proof]["published_basis"]


def test_an_id_stands_once():
    for table, key in ((EVENTS, "event_id"), (QUOTATIONS, "quote_id")):
        assert len({row[key] for row in table}) == len(table)


def test_what_no_one_else_wrote_is_marked():
    """By the article's author or by a machine alone: the note says so."""
    for row in EVENTS + QUOTATIONS:
        if all(SOURCES[s]["deciding_ok"] == "no" for s in ids(row)):
            assert "rests on" in row["note"] or "may decide" in row["note"], row


def test_the_address_is_whole_and_has_no_marks():
    quoted = next(row["words"] for row in QUOTATIONS if row["quote_id"] == "Q01")
    assert quoted in ADDRESS and "[" not in ADDRESS
    assert ADDRESS.startswith("Thank you.") and "U.S. soil" in ADDRESS
