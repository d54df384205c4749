"""What a notebook holds: which checks are refused, what is shown, what a record says."""

import pytest

from factcheck import ledger, tables
from factcheck.article import LedgerError
from factcheck.claim import CheckError, open_claim
from factcheck.figure import Figure, UnitError, given, no_figure
from factcheck.reading import HedgeError
from factcheck.record import RECORD, Record, from_json
from invented import COUNTS

CHOICES = "  choices: {counted_by: [report, rows]}\n"


@pytest.fixture
def case(project):
    return open_claim("C901", fiscal_year=2024, asserted="at least 271")


@pytest.fixture
def concluded(shown):
    """Conclude a case; return the record that it leaves in the notebook's outputs."""

    def conclude(case) -> Record:
        case.conclude()
        data, metadata = shown[-1]
        assert metadata == {"factcheck": "verdict"}
        return from_json(data[RECORD])

    return conclude


def removals(value: float, *sources: str) -> Figure:
    return Figure(value, value, "removals", sources, "2024-12-19", "2024")


# --- what is refused


@pytest.mark.parametrize("source", ["machine", "colleague"])
def test_a_source_that_may_not_decide_is_refused_by_name_and_may_be_noted(case, source):
    figure = removals(300, "agency", source)
    for attempt in (
        lambda: case.check("sum", figure, "at least 271"),
        lambda: case.compare("sum", figure, "above", removals(1, "agency"), "other"),
        lambda: case.compare("one", removals(1, "agency"), "above", figure, "sum"),
    ):
        with pytest.raises(CheckError, match=f"sum: the source '{source}' may not decide"):
            attempt()
    assert not case.checks
    case.note("sum", figure)
    assert [check.decides for check in case.checks] == [False]


def test_a_number_that_somebody_typed_decides_nothing(case):
    typed = given(300, "removals")
    for attempt in (
        lambda: case.check("typed", typed, "at least 271"),
        lambda: case.compare("typed", typed, "above", removals(1, "agency"), "other"),
    ):
        with pytest.raises(CheckError, match="typed: a figure without a source decides nothing"):
            attempt()
    assert not case.checks


def test_a_typed_number_may_be_what_a_figure_is_compared_with(case):
    case.compare("removals", removals(300, "agency"), "above", given(271, "removals"), "a goal")
    assert [check.holds for check in case.checks] == ["strict"]


def test_a_figure_in_another_unit_than_the_claim_s_is_refused(case):
    with pytest.raises(UnitError, match="C901 is about removals, the figure is in arrests"):
        case.check("arrests", given(300, "arrests"), "at least 271")


def test_two_units_are_not_compared(case):
    with pytest.raises(UnitError):
        case.compare("a", removals(1, "agency"), "below", given(2, "arrests"), "b")


def test_an_unreadable_phrase_or_relation_is_refused(case):
    with pytest.raises(HedgeError, match="'loads' has no row"):
        case.check("removals", removals(300, "agency"), "loads")
    with pytest.raises(HedgeError, match="could be: below, above"):
        case.compare("a", removals(1, "agency"), "beside", removals(2, "agency"), "b")


def test_concluding_without_a_check_is_refused(case):
    case.note("for context", removals(300, "agency"))
    with pytest.raises(CheckError, match="C901: it concludes but never checks or compares"):
        case.conclude()


def test_one_label_is_not_a_check_and_a_note(case):
    case.check("removals", removals(300, "agency"), "at least 271")
    with pytest.raises(CheckError, match="'removals' is a check and a note"):
        case.note("removals", removals(300, "agency"))


def test_an_unknown_claim_day_or_parameter_is_refused(project):
    with pytest.raises(ledger.Unknown, match="no claim 'C999'"):
        open_claim("C999")
    with pytest.raises(LedgerError, match="'11 March' is not a day"):
        open_claim("C901", "11 March")
    with pytest.raises(ledger.Unknown, match="C901: there is no parameter 'asserteed'.*known: "):
        open_claim("C901", asserteed="about 5")
    with pytest.raises(ledger.Unknown, match="asserted: 'loads' has no row"):
        open_claim("C901", asserted="loads")


# --- what is shown


def test_the_verbs_show_themselves_where_they_stand_and_return_nothing(case, shown):
    assert (
        case.check("one", removals(300, "agency"), "at least 271"),
        case.compare("two", removals(300, "agency"), "above", removals(1, "press"), "other"),
        case.note("three", removals(5, "agency")),
        case.say("Four."),
        case.conclude(),
    ) == (None,) * 5
    parts = [metadata["factcheck"] for _, metadata in shown]
    assert parts == ["check", "check", "check", "prose", "verdict"]
    texts = [data["text/plain"] for data, _ in shown]
    assert texts[0] == "one: 300 removals (FY2024) | at least 271 | holds, 10.7% above, understated"
    assert texts[1].startswith("two: 300 removals (FY2024) | above other: 1 removal (FY2024) | ")
    assert texts[2:4] == ["three: 5 removals (FY2024) | for context", "Four."]


def test_outside_a_notebook_nothing_is_shown_and_all_is_kept(case, capsys):
    case.check("one", removals(300, "agency"), "at least 271")
    case.conclude()
    assert capsys.readouterr().out == "" and len(case.checks) == 1


def test_the_card_shows_a_changed_parameter_before_and_after(project):
    card = open_claim("C901", asserted="about 100")._repr_mimebundle_()[0]["text/html"]
    assert "asserted: at least 271 → about 100" in card
    unchanged = open_claim("C901", asserted="at least 271")._repr_mimebundle_()[0]["text/html"]
    assert "→" not in unchanged


@pytest.mark.parametrize(
    "as_of, changes, command",
    [
        ("", {}, "factcheck run C901 --set asserted='at least 271'"),
        (
            "2025-06-30",
            {"asserted": "about 100", "fiscal_year": 2023},
            "factcheck run C901 --set fiscal_year=2023 --set asserted='about 100' "
            "--as-of 2025-06-30",
        ),
    ],
)
def test_the_rerun_line_has_what_was_changed_and_the_day(project, shown, as_of, changes, command):
    case = open_claim("C901", as_of, **changes)
    case.check("one", removals(300, "agency"), "at least 271")
    case.conclude()
    html = shown[-1][0]["text/html"].replace("&#39;", "'")
    assert f"<code>{command}</code>" in html


def test_the_notebook_s_other_variables_are_no_parameters(project):
    notebook = {"asserted": "about 100", "fiscal_year": 2023}
    exec("from factcheck import open_claim\ncase = open_claim('C901')", notebook)
    assert notebook["case"].changed == {}
    assert notebook["case"].parameters["asserted"] == "at least 271"


# --- what the record says


def test_the_record_says_what_was_asked_and_found(case, concluded):
    case.check("removals, FY2024", removals(271.5, "agency"), "at least 271")
    record = concluded(case)
    assert (record.claim, record.as_of, record.verdict) == ("C901", "", "supported")
    (check,) = record.to_json()["checks"]
    assert check == {
        "label": "removals, FY2024",
        "value": 271.5,
        "low": 271.5,
        "high": 271.5,
        "unit": "removals",
        "figure": "271.5",
        "told": "271.5 removals (FY2024)",
        "period": "2024",
        "published": "2024-12-19",
        "sources": ("agency",),
        "first_seen": (),
        "asserted": "at least 271",
        "ours": False,
        "against": None,
        "holds": "strict",
        "gap": 0.0018,
        "mark": None,
        "decides": True,
    }


def test_a_bound_is_recorded_as_a_bound(case):
    case.check("part", Figure(248, float("inf"), "removals", ("agency",)), "at most 200")
    (check,) = case.checks
    assert (check.value, check.low, check.high, check.holds) == (None, 248, None, "fails")


def test_a_comparison_records_both_sides(case):
    case.compare("2024", removals(271, "agency"), "above", removals(142, "press"), "2023")
    (check,) = case.checks
    assert (check.asserted, check.against.value) == ("above 2023", 142)
    assert check.rests_on == ["agency", "press"]


def test_notes_decide_nothing(case, concluded):
    case.check("removals", removals(300, "agency"), "at least 271")
    case.note("far off", removals(1, "press"))
    case.note("not known", no_figure("removals"))
    record = concluded(case)
    assert record.verdict == "supported"
    assert [check.decides for check in record.checks] == [True, False, False]
    assert record.rests_on == ["agency"]


def test_every_check_counts(case, concluded):
    case.check("one", removals(300, "agency"), "at least 271")
    case.check("other", removals(100, "agency"), "at least 271")
    assert concluded(case).verdict == "contradicted"


def test_no_figure_concludes_as_cannot_check(case, concluded):
    case.check("removals", no_figure("removals"), "at least 271")
    assert concluded(case).verdict == "cannot_check"


def test_a_cell_that_runs_twice_counts_once(case, concluded):
    for value in (1, 300):
        case.check("removals", removals(value, "agency"), "at least 271")
    assert [check.value for check in concluded(case).checks] == [300]


def test_only_a_changed_parameter_is_recorded(project, concluded):
    case = open_claim("C901", fiscal_year=2023, asserted="at least 271", counted_by="report")
    case.check("removals", removals(300, "agency"), "at least 271")
    assert concluded(case).changed == {"fiscal_year": 2023}


def test_ours_is_what_the_claims_file_lists_as_a_threshold(project):
    file = project.root / "notebooks/counts.claims.yml"
    article_s = file.read_text()
    project.write("notebooks/counts.claims.yml", article_s.replace("words:", "thresholds:"))
    assert _asked_of("C901") == (True, "our threshold: at least 271")
    project.write("notebooks/counts.claims.yml", article_s)
    assert _asked_of("C901") == (False, "at least 271")


def _asked_of(claim: str) -> tuple[bool, str]:
    case = open_claim(claim)
    case.check("removals", removals(300, "agency"), case.parameters["asserted"])
    (check,) = case.checks
    return check.ours, check.asked


def test_a_forecast_is_open_until_the_article_s_day_is_past(project, concluded):
    file = project.root / "notebooks/counts.claims.yml"
    file.write_text(file.read_text().replace("kind: quantity", "kind: forecast"))
    for day, verdict in (("2025-03-11", "open"), ("2025-03-12", "supported"), ("", "supported")):
        case = open_claim("C901", day)
        case.check("removals", removals(300, "agency"), "at least 271")
        assert concluded(case).verdict == verdict


# --- series and choices


def test_a_series_knows_only_what_was_public_on_the_day(project):
    then = open_claim("C901", "2024-12-18", fiscal_year=2024)
    now = open_claim("C901", fiscal_year=2024)
    assert not then.series("counts", 2024, counted_by="report")[2024].known
    assert now.series("counts", 2024, counted_by="report")[2024].value == 271


@pytest.mark.parametrize(
    "day, label, used",
    [
        ("", "report", "report"),
        ("", "rows", "rows"),
        ("2025-03-11", "report", "report"),
        ("2020-01-01", "report", "report"),  # nothing was known: ours is named
    ],
)
def test_a_choice_is_taken_as_given_unless_only_another_was_known(project, day, label, used):
    project.claim("counts", "C901", more=CHOICES)
    series = open_claim("C901", day).series("counts", 2024, counted_by=label)
    assert series.chosen == {"counted_by": used}
    assert (series[2024].known, series[2024].unit) == (day != "2020-01-01", "removals")


def test_a_choice_falls_back_to_the_next_and_the_record_names_it(project, concluded):
    later = COUNTS.replace("agency,2024-12-19", "agency,2026-01-01")
    project.table("counts", later)
    project.claim("counts", "C901", more=CHOICES)
    case = open_claim("C901", "2025-10-01")
    series = case.series("counts", 2024, counted_by="report")
    assert series[2024].value == 282
    case.check("removals", series[2024], "at least 271")
    assert concluded(case).choices == {"counts": "rows"}


def test_a_label_that_is_no_choice_does_not_fall_back(project):
    case = open_claim("C901", "2024-12-18")
    assert not case.series("counts", 2024, counted_by="report")[2024].known


def test_a_note_s_label_is_taken_as_it_is_and_is_not_named_as_a_choice(project, concluded):
    project.claim("counts", "C901", more=CHOICES)
    case = open_claim("C901", "2025-03-11")
    assert not case.series("counts", 2024, notes=True, counted_by="rows")[2024].known
    assert case.series("counts", 2024, notes=True, counted_by="hearsay")[2024].value == 300
    case.check("removals", removals(300, "agency"), "at least 271")
    assert concluded(case).choices == {}


def test_the_pace_of_a_stretch_is_of_the_fiscal_year_that_it_lies_in(project):
    head, tail = "period,fiscal_year,low,high,unit,data_through,", "source_id,published,"
    rows = [
        "2024-10-01/2024-11-02,2025,100,100,removals,,agency,2024-11-07,stated,",
        "2024-10-01/2024-12-28,2025,660,660,removals,,agency,2025-01-02,stated,",
        "2023-10-01/2024-09-28,2024,9000,9000,removals,,agency,2024-10-03,stated,",
    ]
    project.table("released", "\n".join([f"{head}{tail}published_basis,first_seen", *rows, ""]))
    pace = open_claim("C901").pace("released", "2024-10-01/2024-12-31")
    assert (pace.value, pace.unit, pace.period) == (10, "removals a day", "2024-11-03/2024-12-28")


# --- what was read


def test_the_record_names_what_was_read_and_two_cases_keep_apart(project, concluded):
    project.evidence()
    case, other = open_claim("C901"), open_claim("C901")
    other.day_of("EV2")
    case.check("removals", case.series("counts", 2024, counted_by="report")[2024], "271")
    record = concluded(case)
    sealed = tables.package()["processed/counts.csv"]["hash"].removeprefix("sha256:")
    assert record.tables == {"counts": sealed}
    assert record.sources == ("agency", "press")  # press was the first to have 2023's
    other.check("removals", removals(300, "agency"), "at least 271")
    assert list(concluded(other).tables) == ["events"]


@pytest.mark.parametrize(
    "use",
    [
        lambda case, x: case.check("mean", x, "at least 271"),
        lambda case, x: case.compare("mean", x, "above", removals(1, "agency"), "other"),
        lambda case, x: case.compare("one", removals(1, "agency"), "above", x, "mean"),
        lambda case, x: case.note("mean", x),
    ],
)
def test_a_bare_number_is_told_the_way_back_to_its_sources(case, use):
    with pytest.raises(CheckError, match=r"mean: 690.9 is a number .* series.figure\(…\)"):
        use(case, 690.9)
