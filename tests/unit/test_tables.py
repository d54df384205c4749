"""Tables: what was known on a day, and what a read refuses."""

from math import inf

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import article, ledger, sources, tables
from factcheck.sources import TableError
from factcheck.tables import Reads, as_known
from invented import COUNTS, SOURCES

DAYS = ("2024-12-10", "2024-12-18", "2025-03-11", "2025-06-01")
ROW = st.builds(
    lambda period, value, half, source, published: {
        "period": period,
        "low": value - half,
        "high": value + half,
        "unit": "removals",
        "source_id": source,
        "published": published,
        "data_through": "",
        "first_seen": "",
        "published_basis": "stated" if published else "unknown",
    },
    st.sampled_from(["2023", "2024"]),
    st.integers(0, 9).map(float),
    st.sampled_from([0.0, 2.0, inf]),
    st.sampled_from(["agency", "records", "press"]),
    st.sampled_from(["", *DAYS]),
)


def rank(row: dict) -> tuple:
    """What tells two rows of a period apart: the day, and of one day the primary source last."""
    return row["period"], row["published"], row["source_id"] != "press"


ROWS = st.lists(ROW, min_size=1, max_size=8, unique_by=rank)


def eligible(rows: list[dict], day: str) -> list[dict]:
    return [r for r in rows if not day or r["published"] and r["published"] <= day]


def known(rows: list[dict], day: str) -> list[dict]:
    return as_known(pd.DataFrame(rows), day).to_dict("records")


def holds(outer: dict, inner: dict) -> bool:
    return outer["low"] <= inner["low"] and outer["high"] >= inner["high"]


# --- as_known


@given(ROWS, st.sampled_from(["", *DAYS]))
def test_each_period_that_was_public_by_the_day_has_one_row_of_those(project, rows, day):
    kept = known(rows, day)
    assert [r["period"] for r in kept] == sorted({r["period"] for r in eligible(rows, day)})
    assert all(r in eligible(rows, day) for r in kept)


@given(ROWS, st.sampled_from(["", *DAYS]))
def test_what_is_newer_than_the_kept_row_is_only_rounder(project, rows, day):
    for kept in known(rows, day):
        newer = [
            r for r in eligible(rows, day) if r["period"] == kept["period"] and rank(r) > rank(kept)
        ]
        assert all(holds(r, kept) for r in newer)


@given(ROW, ROW)
def test_of_two_rows_the_newer_wins_unless_it_holds_the_older(project, one, two):
    older, newer = {**one, "published": DAYS[0]}, {**two, "published": DAYS[1]}
    older, newer = ({**r, "period": "2024", "published_basis": "stated"} for r in (older, newer))
    assert known([newer, older], DAYS[2]) == [older if holds(newer, older) else newer]


@given(ROWS, st.randoms(), st.sampled_from(["", *DAYS]))
def test_the_order_of_the_rows_does_not_matter(project, rows, random, day):
    shuffled = random.sample(rows, len(rows))
    assert known(shuffled, day) == known(rows, day)


@given(ROWS)
def test_later_days_know_no_fewer_periods_and_today_knows_most(project, rows):
    counts = [len(known(rows, day)) for day in (*DAYS, "")]
    assert counts == sorted(counts)


PLAIN = {
    "period": "2024",
    "low": 271.0,
    "high": 271.0,
    "unit": "removals",
    "source_id": "agency",
    "published": DAYS[0],
    "published_basis": "stated",
    "first_seen": "",
}


@pytest.mark.parametrize("press", [271.0, 270.0], ids=["the same value", "another value"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_tie_of_one_day_goes_to_the_primary_source(project, press, turned):
    two = [PLAIN, PLAIN | {"source_id": "press", "low": press, "high": press}]
    assert [r["source_id"] for r in known(two[::-1] if turned else two, "")] == ["agency"]


def test_a_row_of_unknown_day_counts_only_today(project):
    row = PLAIN | {"published": "", "published_basis": "unknown"}
    assert known([row], "2099-01-01") == []
    assert known([row], "") == [row]


def test_a_dated_basis_without_a_date_is_an_error(project):
    with pytest.raises(TableError, match="2024 by 'agency' has no publication date"):
        known([PLAIN | {"published": ""}], "")


# --- what a read refuses


@pytest.mark.parametrize(
    "change", [lambda text: text.replace(b"271", b"272"), lambda text: text[:-20]]
)
def test_a_changed_or_truncated_table_is_refused_by_file_name(project, change):
    file = project.root / "data/processed/counts.csv"
    file.write_bytes(change(file.read_bytes()))
    with pytest.raises(TableError, match="data/processed/counts.csv is not what .*sha256"):
        tables.Reads().read("counts")


def test_a_missing_table_is_named_with_the_mend(project):
    (project.root / "data/processed/counts.csv").unlink()
    with pytest.raises(TableError, match="data/processed/counts.csv is missing: `make data`"):
        tables.Reads().read("counts")


def test_an_unknown_table_is_named(project):
    with pytest.raises(TableError, match="no table 'count' in data/datapackage.yaml"):
        tables.Reads().read("count")


def test_an_unknown_label_lists_the_known_ones(project):
    with pytest.raises(TableError, match="no counted_by 'guess'; it has: hearsay, report, rows"):
        Reads().select("counts", {"counted_by": "guess"})


@pytest.mark.parametrize("column", ["agency", "unit", "source_id"])
def test_only_a_column_to_choose_by_can_be_chosen_by(project, column):
    with pytest.raises(TableError, match=f"counts has no column '{column}'"):
        Reads().select("counts", {column: "report"})


def test_a_column_left_open_is_an_error_that_lists_its_labels(project):
    with pytest.raises(TableError, match="say which counted_by: report, rows, hearsay"):
        Reads().select("counts", {})


def test_an_unknown_source_is_named(project):
    with pytest.raises(TableError, match="sources.csv has no source 'nobody'"):
        sources.source("nobody")


def test_rows_that_may_not_decide_come_only_as_notes(project):
    assert len(Reads().select("counts", {"counted_by": "hearsay"})) == 0
    assert len(Reads().select("counts", {"counted_by": "hearsay"}, notes=True)) == 1


def test_an_empty_bound_is_open(project):
    project.table("counts", COUNTS.replace("271,271", "271,").replace("142,142", ",142"))
    rows = Reads().select("counts", {"counted_by": "report"})
    assert list(rows.low) == [-inf, 271] and list(rows.high) == [142, inf]


# --- what is remembered, and what is read anew


def test_reads_know_their_tables_and_every_source_that_their_rows_name(project):
    reads = Reads()
    reads.select("counts", {"counted_by": "report"})
    sealed = tables.package()["processed/counts.csv"]["hash"].removeprefix("sha256:")
    assert reads.trace() == {"tables": {"counts": sealed}, "sources": ("agency", "press")}
    reads.select("counts", {"counted_by": "hearsay"})
    assert "machine" in reads.trace()["sources"]  # barred now, but it hangs on that
    assert Reads().trace() == {"tables": {}, "sources": ()}


def test_a_table_that_was_built_again_beside_an_open_kernel_is_read_anew(project):
    before = Reads()
    assert 271 in set(before.select("counts", {"counted_by": "report"}).low)
    project.table("counts", COUNTS.replace("271", "1271"))
    after = Reads()
    assert 1271 in set(after.select("counts", {"counted_by": "report"}).low)
    assert before.tables != after.tables


def test_sources_article_and_claims_that_changed_are_read_anew(project):
    assert sources.may_decide("agency") and "C901" in ledger.claims()
    assert article.get().title == "T"
    project.write("data/raw/sources.csv", SOURCES.replace("no,yes", "no,no"))
    assert not sources.may_decide("agency")
    file = project.root / "notebooks/article.yml"
    project.write("notebooks/article.yml", file.read_text().replace("title: T", "title: Another"))
    assert article.get().title == "Another"
    project.claim("counts", "C902", asserted="about 271,000")
    assert [*ledger.claims()] == ["C902"]
    project.notebook("other")
    project.claim("other", "C903")
    assert {*ledger.claims()} == {"C902", "C903"}
