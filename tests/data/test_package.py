"""The data: what every table, row and source must be, whatever it is about."""

import shutil
from calendar import monthrange

import pytest
from frictionless import Package

from factcheck import periods, tables
from invented import REPO, day, processed, rows

SOURCES = {row["source_id"]: row for row in rows("data/raw/sources.csv")}
RAW = [p for p in sorted((REPO / "data/raw").glob("*.csv")) if p.stem != "sources"]
OPEN_ABOVE = ("more than", "at least")
# Money, beds and years are granted beforehand, and a quota is set: all else counts what happened.
GRANTED = {"USD", "beds", "years", "date"}
QUOTAS = {"arrest_quota"}


def every_row():
    """Every row of every table with a source, and where it stands."""
    return [
        (f"{path.parent.name}/{path.name} row {n}", row)
        for path in [*RAW, *processed()]
        for n, row in enumerate(rows(path), 2)
    ]


def series_rows():
    return [
        (f"{path.stem} row {n}", path.stem, row)
        for path in processed()
        for n, row in enumerate(rows(path), 2)
    ]


def faults(report) -> str:
    return "\n".join(
        f"{task.name}: {error.type}: {error.note}"
        for task in report.tasks
        for error in task.errors[:3]
    )


# --- the package


def test_frictionless_accepts_the_package():
    report = Package(str(REPO / "data/datapackage.yaml")).validate()
    assert report.valid, faults(report) or report.errors


@pytest.mark.parametrize(
    "old, new, sealed, fault",
    [
        (",271484,271484,", ",271485,271485,", False, "hash-count"),
        (",ice_release_2004,", ",nobody,", True, "foreign-key"),
        (",annual report,157281,", ",annual report,many,", True, "type-error"),
    ],
)
def test_frictionless_refuses_a_changed_table(copy, old, new, sealed, fault):
    shutil.copy(REPO / "data/raw/sources.csv", copy.root / "data/raw")
    table = copy.root / "data/processed/ice_removals_by_year.csv"
    text = table.read_text()
    assert old in text
    table.write_text(text.replace(old, new, 1))
    if sealed:
        copy.seal(table.stem)
    package = Package(str(copy.root / "data/datapackage.yaml"))
    package.resources = [r for r in package.resources if r.name in ("sources", table.stem)]
    errors = [error for task in package.validate().tasks for error in task.errors]
    assert {error.type for error in errors} == {fault}


def test_every_table_has_a_resource_and_every_resource_a_table():
    files = {str(p.relative_to(REPO / "data")) for p in (REPO / "data").rglob("*.csv")}
    assert files == set(tables.package())


def test_every_resource_says_what_it_is():
    for path, resource in tables.package().items():
        for key in ("title", "description", "licenses", "sources", "hash", "bytes"):
            assert resource.get(key), f"{path} says no {key}"
        for field in resource["schema"]["fields"]:
            assert field.get("description"), f"{path}: {field['name']} is not described"
        if resource["name"] not in ("sources", "verdicts", "labels"):
            keys = [k["reference"]["resource"] for k in resource["schema"].get("foreignKeys", [])]
            assert "sources" in keys, f"{path} has no foreign key to the sources"


# --- rows and their sources


def test_every_source_resolves():
    for place, row in every_row():
        assert row["source_id"] in SOURCES, f"{place}: {row['source_id']}"
        seen = row.get("first_seen")
        assert not seen or seen in SOURCES, f"{place}: first_seen {seen}"


def test_every_row_says_since_when_it_is_public_and_how_that_is_known():
    for place, row in every_row():
        basis, published = row["published_basis"], row["published"]
        assert basis in ("stated", "stamp", "month", "unknown"), place
        assert (published == "") == (basis == "unknown"), place
        if basis == "month":
            last = day(published)
            assert last.day == monthrange(last.year, last.month)[1], f"{place}: {published}"


def test_no_row_is_public_later_than_its_source():
    for place, row in every_row():
        proofs = [SOURCES[s]["published"] for s in (row["source_id"], row.get("first_seen")) if s]
        # What was worked out of two sources could be known only when both were public.
        both = row.get("basis") == "derived" or "processed" in place
        known = [day(p) for p in proofs if p]
        if known and row["published"]:
            assert day(row["published"]) <= (max if both else min)(known), place


def test_a_day_earlier_than_the_source_s_is_proved():
    """By a source, by the stamp in a release file's name, or by what a note cites."""
    for path in RAW:
        for n, row in enumerate(rows(path), 2):
            source = SOURCES[row["source_id"]]["published"]
            if row["published"] and row["published"] != source:
                proof = row.get("first_seen") or row.get("release_file") or row.get("note")
                assert proof, f"{path.name} row {n}: {row['published']}, its source {source}"


def test_nothing_is_public_before_it_has_happened():
    for place, table, row in series_rows():
        if table in QUOTAS or row["unit"] in GRANTED or not row["published"]:
            continue
        counted = (
            day(row["data_through"]) if row["data_through"] else periods.span(row["period"])[1]
        )
        assert counted <= day(row["published"]), f"{place}: {row['published']}"


def test_no_source_is_the_article():
    for source_id, source in SOURCES.items():
        text = " ".join((source_id, source["publisher"], source["title"], source["url"])).lower()
        for word in (
            "atlantic",
            "chr_article",
            "can't do what trump wants",
            "can’t do what trump wants",
        ):
            assert word not in text, f"{source_id}: {word}"


def test_no_row_quotes_the_article():
    for place, row in every_row():
        for key, text in row.items():
            if key == "note":  # a note may say that a source stands apart from the article
                text = text.lower()
                told = [
                    w
                    for w in (
                        "from the article",
                        "by the article",
                        "in the article",
                        "article says",
                        "article prints",
                        "quoted by",
                    )
                    if w in text
                ]
                assert not told or "article's own author" in text, f"{place}: {text}"
            else:
                assert "atlantic" not in text.lower(), f"{place}: {key}: {text}"


def test_what_the_author_or_a_machine_wrote_may_not_decide():
    barred = [
        s for s in SOURCES.values() if s["own_author"] == "yes" or s["kind"] == "machine_written"
    ]
    assert barred, "the marks are gone from sources.csv"
    for source in barred:
        assert source["deciding_ok"] == "no", source["source_id"]


def test_a_source_by_the_author_is_marked():
    for source_id, source in SOURCES.items():
        if "miroff" in " ".join((source["publisher"], source["title"])).lower():
            assert source["own_author"] == "yes", source_id


# --- bounds


def test_bounds_are_numbers_in_order_and_one_at_least_is_there():
    for place, _, row in series_rows():
        assert row["low"] or row["high"], f"{place}: no bound"
        if row["low"] and row["high"]:
            assert float(row["low"]) <= float(row["high"]), place


def test_a_partial_period_is_only_a_lower_bound():
    for place, _, row in series_rows():
        if row["data_through"]:
            first, last = periods.span(row["period"])
            assert first <= day(row["data_through"]) <= last, f"{place}: counted outside its period"
            part = day(row["data_through"]) < last
            assert not (part and row["high"]), f"{place}: {row['high']} for a whole {row['period']}"


def test_an_open_upper_bound_says_why():
    """It is a part, its publisher said more than or at least, or the week began before the data."""
    hedged = {
        row["source_id"]
        for path in RAW
        for row in rows(path)
        if row.get("qualifier") in OPEN_ABOVE
        or row.get("week_status", "").startswith("starts before")
    }
    for place, _, row in series_rows():
        if not row["high"]:
            assert row["data_through"] or row["source_id"] in hedged, place


def test_a_series_has_one_unit_and_periods_that_can_be_read():
    for path in processed():
        table = rows(path)
        assert len({row["unit"] for row in table}) == 1, path.stem
        assert list(table[0])[0] == "period" and list(table[0])[-8:] == tables.TAIL, path.stem
        for row in table:
            first, last = periods.span(row["period"])
            assert first <= last, f"{path.stem}: {row['period']}"
