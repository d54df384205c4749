"""Tables: what was known on a day, and what a read refuses."""

from math import inf

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck import tables
from factcheck.series import Series
from factcheck.tables import TableError, as_known, select
from invented import COUNTS

AS_IS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
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


@AS_IS
@given(ROWS, st.sampled_from(["", *DAYS]))
def test_each_period_that_was_public_by_the_day_has_one_row_of_those(project, rows, day):
    kept = known(rows, day)
    assert [r["period"] for r in kept] == sorted({r["period"] for r in eligible(rows, day)})
    assert all(r in eligible(rows, day) for r in kept)


@AS_IS
@given(ROWS, st.sampled_from(["", *DAYS]))
def test_what_is_newer_than_the_kept_row_is_only_rounder(project, rows, day):
    for kept in known(rows, day):
        newer = [
            r for r in eligible(rows, day) if r["period"] == kept["period"] and rank(r) > rank(kept)
        ]
        assert all(holds(r, kept) for r in newer)


@AS_IS
@given(ROW, ROW)
def test_of_two_rows_the_newer_wins_unless_it_holds_the_older(project, one, two):
    older, newer = {**one, "published": DAYS[0]}, {**two, "published": DAYS[1]}
    older, newer = ({**r, "period": "2024", "published_basis": "stated"} for r in (older, newer))
    assert known([newer, older], DAYS[2]) == [older if holds(newer, older) else newer]


@AS_IS
@given(ROWS, st.randoms(), st.sampled_from(["", *DAYS]))
def test_the_order_of_the_rows_does_not_matter(project, rows, random, day):
    shuffled = random.sample(rows, len(rows))
    assert known(shuffled, day) == known(rows, day)


@AS_IS
@given(ROWS)
def test_later_days_know_no_fewer_periods_and_today_knows_most(project, rows):
    counts = [len(known(rows, day)) for day in (*DAYS, "")]
    assert counts == sorted(counts)


@pytest.mark.parametrize("press", [271.0, 270.0], ids=["the same value", "another value"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_tie_of_one_day_goes_to_the_primary_source(project, press, turned):
    row = {
        "period": "2024",
        "unit": "removals",
        "published": DAYS[0],
        "published_basis": "stated",
        "first_seen": "",
    }
    two = [
        {**row, "source_id": "agency", "low": 271.0, "high": 271.0},
        {**row, "source_id": "press", "low": press, "high": press},
    ]
    assert [r["source_id"] for r in known(two[::-1] if turned else two, "")] == ["agency"]


def test_a_row_of_unknown_day_counts_only_today(project):
    row = {
        "period": "2024",
        "low": 5.0,
        "high": 5.0,
        "unit": "removals",
        "source_id": "agency",
        "published": "",
        "published_basis": "unknown",
        "first_seen": "",
    }
    assert known([row], "2099-01-01") == []
    assert known([row], "") == [row]


def test_a_dated_basis_without_a_date_is_an_error(project):
    row = {
        "period": "2024",
        "low": 5.0,
        "high": 5.0,
        "unit": "removals",
        "source_id": "agency",
        "published": "",
        "published_basis": "stated",
    }
    with pytest.raises(TableError, match="2024 by 'agency' has no publication date"):
        known([row], "")


# --- what a read refuses


def test_a_changed_byte_is_refused_by_file_name(project):
    file = project.root / "data/processed/counts.csv"
    file.write_text(COUNTS.replace("271", "272"))
    with pytest.raises(TableError, match="data/processed/counts.csv is not what .*sha256"):
        tables.read("counts")


def test_a_truncated_table_is_refused_by_file_name(project):
    file = project.root / "data/processed/counts.csv"
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(TableError, match="data/processed/counts.csv is not what"):
        tables.read("counts")


def test_a_missing_table_is_named_with_the_mend(project):
    (project.root / "data/processed/counts.csv").unlink()
    with pytest.raises(TableError, match="data/processed/counts.csv is missing: `make data`"):
        tables.read("counts")


def test_an_unknown_table_is_named(project):
    with pytest.raises(TableError, match="no table 'count' in data/datapackage.yaml"):
        tables.read("count")


def test_a_read_is_remembered_with_its_hash(project):
    tables.read("counts")
    sealed = tables.package()["processed/counts.csv"]["hash"]
    assert {"counts": sealed.removeprefix("sha256:")} == tables.READS


def test_an_unknown_label_lists_the_known_ones(project):
    with pytest.raises(TableError, match="no counted_by 'guess'; it has: hearsay, report, rows"):
        select("counts", {"counted_by": "guess"})


@pytest.mark.parametrize("column", ["agency", "unit", "source_id"])
def test_only_a_column_to_choose_by_can_be_chosen_by(project, column):
    with pytest.raises(TableError, match=f"counts has no column '{column}'"):
        select("counts", {column: "report"})


def test_a_column_left_open_is_an_error_that_lists_its_labels(project):
    with pytest.raises(TableError, match="say which counted_by: report, rows, hearsay"):
        select("counts", {})


def test_an_unknown_source_is_named(project):
    with pytest.raises(TableError, match="sources.csv has no source 'nobody'"):
        tables.source("nobody")


def test_rows_that_may_not_decide_come_only_as_notes(project):
    assert len(select("counts", {"counted_by": "hearsay"})) == 0
    assert len(select("counts", {"counted_by": "hearsay"}, notes=True)) == 1


def test_an_empty_bound_is_open(project):
    project.table("counts", COUNTS.replace("271,271", "271,").replace("142,142", ",142"))
    rows = select("counts", {"counted_by": "report"})
    assert list(rows.low) == [-inf, 271] and list(rows.high) == [142, inf]


# --- series


def series(*values: tuple) -> Series:
    rows = [
        {
            "period": p,
            "low": low,
            "high": high,
            "unit": "removals",
            "source_id": s,
            "published": "2025-01-01",
            "first_seen": "",
        }
        for p, low, high, s in values
    ]
    return Series("s", pd.DataFrame(rows), "removals", {})


YEARS = series(("2022", 72.0, 72.0, "a"), ("2023", 142.0, 144.0, "b"), ("2024", 248.0, inf, "c"))


def test_a_period_without_a_row_is_no_figure_in_the_series_unit():
    missing = YEARS["1999"]
    assert (missing.known, missing.unit, missing.period) == (False, "removals", "1999")
    assert YEARS[2023].period == "2023"


def test_cuts_keep_the_periods_that_they_say():
    assert [f.period for f in YEARS.until(2023)] == ["2022", "2023"]
    assert [f.period for f in YEARS.since(2023)] == ["2023", "2024"]
    assert [f.period for f in YEARS.without(2023)] == ["2022", "2024"]
    assert [f.period for f in YEARS.whole()] == ["2022", "2023"]
    assert [f.period for f in YEARS.where(lambda f: f.low > 100)] == ["2023", "2024"]
    assert YEARS.last().period == "2024"


def test_extremes_and_sums_keep_bounds_and_sources():
    top, total = YEARS.max(), YEARS.until(2023).sum()
    assert (top.low, top.high, top.period) == (248, inf, "2024")
    assert (YEARS.min().low, YEARS.min().period) == (72, "2022")
    assert (total.low, total.high, total.sources) == (214, 216, ("a", "b"))


def test_an_empty_series_gives_no_figures():
    none = YEARS.since(2099)
    assert not any(f.known for f in (none.max(), none.min(), none.sum(), none.last()))


def test_what_a_window_gained_is_its_last_release_less_its_first():
    to_date = series(
        *(
            (f"2024-10-01/{day}", n, n, day)
            for day, n in (
                ("2024-11-02", 29.0),
                ("2024-11-16", 40.0),
                ("2024-11-30", 49.0),
                ("2025-01-25", 85.0),
            )
        )
    )
    gained = to_date.gained("2024-11-10", "2025-01-19")
    assert (gained.value, gained.period) == (9, "2024-11-17/2024-11-30")
    assert gained.sources == ("2024-11-30", "2024-11-16")
    assert not to_date.gained("2024-12-01", "2025-01-19").known
