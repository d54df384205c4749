"""What a notebook holds: which checks are refused, what a record says."""

import pytest

from factcheck import ledger, tables
from factcheck.claim import RECORD, CheckError, open_claim
from factcheck.figure import Figure, UnitError, given, no_figure
from factcheck.hedge import HedgeError
from invented import COUNTS

CHOICES = "  choices: {counted_by: [report, rows]}\n"


@pytest.fixture
def case(project):
    return open_claim("C901", fiscal_year=2024, asserted="at least 271")


def record_of(case) -> dict:
    data, metadata = case.conclude()._repr_mimebundle_()
    assert metadata == {"factcheck": "verdict"}
    return data[RECORD]


def removals(value: float, *sources: str) -> Figure:
    return Figure(value, value, "removals", sources, "2024-12-19", "2024")


# --- what is refused


@pytest.mark.parametrize("source", ["machine", "colleague"])
def test_a_source_that_may_not_decide_is_refused_by_name(case, source):
    figure = removals(300, "agency", source)
    for attempt in (
        lambda: case.check("sum", figure, "at least 271"),
        lambda: case.compare("sum", figure, "above", removals(1, "agency"), "other"),
        lambda: case.compare("one", removals(1, "agency"), "above", figure, "sum"),
    ):
        with pytest.raises(CheckError, match=f"sum: the source '{source}' may not decide"):
            attempt()
    assert not case.note("sum", figure).record["decides"]


def test_a_figure_in_another_unit_than_the_claim_s_is_refused(case):
    with pytest.raises(UnitError, match="C901 is about removals, the figure is in arrests"):
        case.check("arrests", given(300, "arrests"), "at least 271")


def test_two_units_are_not_compared(case):
    with pytest.raises(UnitError):
        case.compare("a", given(1, "arrests"), "below", given(2, "removals"), "b")


def test_an_unreadable_phrase_or_relation_is_refused(case):
    with pytest.raises(HedgeError, match="'loads' has no row"):
        case.check("removals", removals(300, "agency"), "loads")
    with pytest.raises(HedgeError, match="could be: below, above"):
        case.compare("a", removals(1, "agency"), "beside", removals(2, "agency"), "b")


def test_concluding_without_a_check_is_refused(case):
    case.note("for context", removals(300, "agency"))
    with pytest.raises(CheckError, match="C901: it concludes but never checks or compares"):
        case.conclude()


def test_a_refused_check_leaves_nothing_to_conclude_from(case):
    with pytest.raises(CheckError):
        case.check("sum", removals(300, "machine"), "at least 271")
    with pytest.raises(CheckError, match="never checks"):
        case.conclude()


def test_an_unknown_claim_or_day_is_refused(project):
    with pytest.raises(ledger.Unknown, match="no claim 'C999'"):
        open_claim("C999")
    with pytest.raises(ledger.LedgerError, match="'11 March' is not a day"):
        open_claim("C901", "11 March")


# --- what the record says


def test_the_record_says_what_was_asked_and_found(case):
    case.check("removals, FY2024", removals(271.5, "agency"), "at least 271")
    record = record_of(case)
    assert (record["claim"], record["as_of"], record["verdict"]) == ("C901", "", "supported")
    (check,) = record["checks"]
    assert check == {
        "label": "removals, FY2024",
        "value": 271.5,
        "unit": "removals",
        "figure": "271.5",
        "period": "2024",
        "published": "2024-12-19",
        "asserted": "at least 271",
        "holds": "strict",
        "gap": 0.0018,
        "mark": None,
        "decides": True,
        "sources": ["agency"],
    }


def test_a_bound_is_recorded_as_a_bound(case):
    check = case.check("part", Figure(248, float("inf"), "removals", ("agency",)), "at most 200")
    assert check.record["value"] is None
    assert (check.record["low"], check.record["high"]) == (248, None)
    assert check.record["holds"] == "fails"


def test_a_comparison_records_both_sides(case):
    check = case.compare("2024", removals(271, "agency"), "above", removals(142, "press"), "2023")
    assert check.record["asserted"] == "above 2023"
    assert check.record["against"]["value"] == 142
    assert check.record["against"]["sources"] == ["press"]


def test_notes_decide_nothing(case):
    case.check("removals", removals(300, "agency"), "at least 271")
    case.note("far off", removals(1, "agency"))
    case.note("not known", no_figure("removals"))
    record = record_of(case)
    assert record["verdict"] == "supported"
    assert [c["decides"] for c in record["checks"]] == [True, False, False]


def test_every_check_counts(case):
    case.check("one", removals(300, "agency"), "at least 271")
    case.check("other", removals(100, "agency"), "at least 271")
    assert record_of(case)["verdict"] == "contradicted"


def test_no_figure_concludes_as_cannot_check(case):
    case.check("removals", no_figure("removals"), "at least 271")
    assert record_of(case)["verdict"] == "cannot_check"


def test_a_cell_that_runs_twice_counts_once(case):
    for _ in range(2):
        case.check("removals", removals(300, "agency"), "at least 271")
    assert len(record_of(case)["checks"]) == 1


# --- parameters


def test_changed_parameters_are_recorded_and_the_rest_is_not(project):
    case = open_claim("C901", fiscal_year=2023, asserted="at least 271", counted_by="report")
    case.check("removals", removals(300, "agency"), "at least 271")
    assert record_of(case)["changed"] == {"fiscal_year": 2023}


def test_parameters_are_read_from_the_notebook_s_own_variables(project):
    notebook = {"fiscal_year": 2024, "asserted": "about 100", "counted_by": "report"}
    exec("from factcheck import open_claim\ncase = open_claim('C901', '')", notebook)
    assert notebook["case"].changed == {"asserted": "about 100"}


def test_a_changed_phrase_that_cannot_be_read_is_refused(project):
    with pytest.raises(ledger.LedgerError, match="asserted: 'loads' has no row"):
        open_claim("C901", asserted="loads")


# --- series and choices


def test_a_series_knows_only_what_was_public_on_the_day(project):
    then = open_claim("C901", "2024-12-18", fiscal_year=2024)
    now = open_claim("C901", fiscal_year=2024)
    assert not then.series("counts", 2024, counted_by="report")[2024].known
    assert now.series("counts", 2024, counted_by="report")[2024].value == 271


@pytest.mark.parametrize(
    "day, given_label, used",
    [("", "report", "report"), ("", "rows", "rows"), ("2025-03-11", "report", "report")],
)
def test_a_choice_is_taken_as_given_where_it_was_known(project, day, given_label, used):
    project.claim("counts", "C901", more=CHOICES)
    case = open_claim("C901", day, fiscal_year=2024)
    series = case.series("counts", 2024, counted_by=given_label)
    assert series.chosen == {"counted_by": used} and series[2024].known


def test_a_choice_falls_back_to_the_next_and_the_record_names_it(project):
    project.table(
        "counts",
        COUNTS.replace(
            "271,271,removals,,agency,2024-12-19", "271,271,removals,,agency,2026-01-01"
        ),
    )
    project.claim("counts", "C901", more=CHOICES)
    case = open_claim("C901", "2025-10-01", fiscal_year=2024)
    series = case.series("counts", 2024, counted_by="report")
    assert series[2024].value == 282
    case.check("removals", series[2024], "at least 271")
    assert record_of(case)["choices"] == {"counts": "rows"}


def test_where_nothing_was_known_ours_is_named(project):
    project.claim("counts", "C901", more=CHOICES)
    case = open_claim("C901", "2020-01-01", fiscal_year=2024)
    series = case.series("counts", 2024, counted_by="report")
    assert series.chosen == {"counted_by": "report"} and not series[2024].known
    assert series[2024].unit == "removals"


def test_a_label_that_is_no_choice_does_not_fall_back(project):
    case = open_claim("C901", "2024-12-18", fiscal_year=2024)
    assert not case.series("counts", 2024, counted_by="report")[2024].known


def test_a_note_s_label_is_taken_as_it_is_and_is_not_named_as_a_choice(project):
    project.claim("counts", "C901", more=CHOICES)
    case = open_claim("C901", "2025-03-11", fiscal_year=2024)
    assert not case.series("counts", 2024, notes=True, counted_by="rows")[2024].known
    assert case.series("counts", 2024, notes=True, counted_by="hearsay")[2024].value == 300
    case.check("removals", removals(300, "agency"), "at least 271")
    assert record_of(case)["choices"] == {}


def test_the_record_names_the_tables_that_were_read_with_their_hash(project):
    case = open_claim("C901", fiscal_year=2024)
    case.check("removals", case.series("counts", 2024, counted_by="report")[2024], "271")
    sealed = tables.package()["processed/counts.csv"]["hash"].removeprefix("sha256:")
    assert record_of(case)["tables"] == {"counts": sealed}
