"""Charts: what a chart adds to its data is in its record and on its axes."""

from math import inf

import pytest
import seaborn as sns
from matplotlib.colors import to_hex

from factcheck import charts, hedge
from factcheck.figure import Figure, no_figure
from invented import series

MONTHS = series(
    ("2024-12", 9_000.0, 9_000.0, "agency"),
    ("2025-01", 16_000.0, 17_000.0, "agency"),
    ("2025-02", 12_000.0, inf, "agency"),
)
ASSERTED = "about 10,000"


@pytest.fixture
def bars(project):
    """Axes with the months as bars, and the chart that they became."""
    ax = sns.barplot(MONTHS.frame, x="period", y="value", ax=charts.axes(MONTHS))
    return ax, charts.finish(ax, MONTHS, "Removals", mark="2025-01", asserted=ASSERTED)


def colors(patches) -> list[str]:
    return [to_hex(patch.get_facecolor()) for patch in patches]


def test_the_band_is_what_the_words_allow_strictly(bars):
    ax, chart = bars
    strict, loose = hedge.parse(ASSERTED, "removals").band
    assert chart.record["band"] == pytest.approx(list(strict))
    assert chart.record["band"] != pytest.approx(list(loose))
    (band,) = [p for p in ax.patches if to_hex(p.get_facecolor()) == charts.BAND]
    assert (band.get_y(), band.get_y() + band.get_height()) == pytest.approx(strict)
    assert "shaded: “about 10,000”, read strictly" in ax.figure.get_suptitle()


def test_only_what_the_claim_is_about_is_marked_and_named(bars):
    ax, chart = bars
    assert chart.record["marked"] == "2025-01"
    assert colors(ax.patches[:3]) == [charts.PLAIN, charts.MARKED, charts.PLAIN]
    assert [text.get_text() for text in ax.texts] == ["between 16,000 and 17,000"]


def test_only_a_partial_period_is_hatched(bars):
    ax, chart = bars
    assert chart.record["partial"] == ["2025-02"]
    assert [bool(bar.get_hatch()) for bar in ax.patches[:3]] == [False, False, True]


def test_the_data_of_a_chart_stand_beside_it_in_numbers_and_words(bars):
    _, chart = bars
    data, metadata = chart._repr_mimebundle_()
    assert data[charts.DATA] == chart.record and chart.png.startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == chart.record["alt"] == data["text/plain"]
    told = [(d["label"], d["low"], d["high"], d["figure"]) for d in chart.record["data"]]
    assert told == [
        ("2024-12", 9_000, 9_000, "9,000"),
        ("2025-01", 16_000, 17_000, "between 16,000 and 17,000"),
        ("2025-02", 12_000, None, "at least 12,000"),
    ]
    for said in ("Removals", "in removals", "2025-01: between 16,000", "says about 10,000"):
        assert said in chart.record["alt"]


def test_a_band_with_an_open_end_reaches_to_the_edge(project):
    ax = sns.barplot(MONTHS.frame, x="period", y="value", ax=charts.axes(MONTHS))
    chart = charts.finish(ax, MONTHS, "Removals", asserted="at least 10,000")
    assert chart.record["band"] == [10_000, None] and chart.record["marked"] is None
    band = ax.patches[-1]
    assert band.get_y() == 10_000
    assert band.get_y() + band.get_height() == pytest.approx(ax.get_ylim()[1])


def test_a_label_that_is_not_shown_marks_nothing(project):
    ax = sns.barplot(MONTHS.frame, x="period", y="value", ax=charts.axes(MONTHS))
    chart = charts.finish(ax, MONTHS, "Removals", mark="2019-01")
    assert (chart.record["marked"], chart.record["band"]) == (None, [])
    assert not ax.texts


def test_where_nothing_was_public_the_chart_says_so(project):
    nothing = MONTHS.since("2099")
    ax = sns.barplot(nothing.frame, x="period", y="value", ax=charts.axes(nothing))
    chart = charts.finish(ax, nothing, "Removals", mark="2025-01", asserted=ASSERTED)
    assert chart.record["data"] == []
    assert chart.record["alt"] == "Removals: no figure was public on this day."


def test_figures_by_label_are_points_with_their_bounds_and_leave_out_what_is_not_known(project):
    shown = {
        "one": Figure(5, 5, "removals", ("agency",)),
        "two": Figure(2, 8, "removals", ("agency",)),
        "three": no_figure("removals"),
    }
    frame = charts.frame(shown)
    assert frame[["label", "low", "high"]].values.tolist() == [["one", 5, 5], ["two", 2, 8]]
    ax = charts.axes(shown)
    sns.stripplot(frame, x="value", y="label", hue="label", ax=ax, legend=False)
    chart = charts.finish(ax, shown, "Two", mark="two", asserted="about 5")
    assert chart.record["marked"] == "two" and chart.record["partial"] == []
    assert [list(line.get_xdata()) for line in ax.lines] == [[5, 5], [2, 8]]
    assert [line.get_color() for line in ax.lines] == [charts.PLAIN, charts.MARKED]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["one", "two"]


def test_series_by_label_are_lines_and_the_mark_is_a_period(project):
    shown = {"one": MONTHS, "two": [MONTHS["2024-12"], MONTHS["2025-01"]]}
    frame = charts.frame(shown)
    assert list(frame.period) == sorted(frame.period)
    assert set(frame.line) == {"one", "two"} and len(frame) == 5
    ax = sns.lineplot(frame, x="period", y="value", hue="line", ax=charts.axes(shown))
    before = len(ax.lines)
    chart = charts.finish(ax, shown, "Two", mark="2025-01")
    assert chart.record["marked"] == "2025-01"
    assert [list(line.get_xdata()) for line in ax.lines[before:]] == [[1, 1]]
    assert "two 2025-01: between 16,000 and 17,000" in chart.record["alt"]
