"""Charts in one house style: a notebook draws with seaborn, this dresses what it drew.

    shown = arrests.until(month)
    ax = sns.barplot(shown.frame, x="period", y="value", ax=charts.axes(shown))
    charts.finish(ax, shown, "Arrests by month", mark=month, asserted=asserted)

What is shown is a series (bars), figures by label (points: `sns.stripplot(charts.frame(shown),
ax=charts.axes(shown), **charts.POINTS)`) or series by label (lines).
"""

import base64
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from textwrap import fill

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture
from matplotlib.ticker import MaxNLocator

from factcheck import article, hedge, periods
from factcheck.figure import Figure, short_number, unit_word
from factcheck.series import Series

DATA = "application/vnd.factcheck.chart+json"
PLAIN, MARKED, BAND = "#a9b4c0", "#1f4e79", "#f2c14e"
LINES = [MARKED, "#c0562f", "#6a8f4e", "#8a6fae"]
WIDTH, HEIGHT, DPI = 7.2, 3.6, 160
# How seaborn's stripplot draws figures by label, as `finish` expects them: one point a row.
POINTS = {
    "x": "value",
    "y": "label",
    "hue": "label",
    "size": 8,
    "jitter": False,
    "legend": False,
}
CROWDED = 8  # more names than these under an axis are written aslant
STYLE = {
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.color": "white",
    "text.parse_math": False,
}
Shown = Series | Mapping[str, Figure] | Mapping[str, Series | list[Figure]]


@dataclass(frozen=True)
class Chart:
    """A drawn chart: png bytes, and a record of its title, alt text, unit, data, band and marks."""

    png: bytes
    record: dict

    def _repr_mimebundle_(self, include=None, exclude=None):
        image, alt = base64.b64encode(self.png).decode(), self.record["alt"]
        return (
            {"text/plain": alt, "image/png": image, DATA: self.record},
            {"factcheck": "chart", "image/png": {"alt": alt, "width": int(WIDTH * 96)}},
        )


def axes(shown: Shown) -> Axes:
    """Return axes of the house's size for what is to be shown, in its style.

    The style is set for all that seaborn and matplotlib draw from then on.
    """
    sns.set_theme("paper", "whitegrid", palette=LINES, color_codes=False, rc=STYLE)
    height = 1.4 + 0.5 * len(_data(shown)) if _kind(shown) == "points" else HEIGHT
    return Picture(figsize=(WIDTH, height), dpi=DPI, layout="constrained").subplots()


def frame(shown: Shown) -> pd.DataFrame:
    """Return what is shown as a tidy table for seaborn.

    Columns: value, low, high, figure (the value as it is written), and label for figures by
    label, line and period for series by label.
    """
    rows = pd.DataFrame(_data(shown), columns=["line", "label", "value", "low", "high", "figure"])
    if _kind(shown) == "points":
        return rows.drop(columns="line")
    return rows.rename(columns={"label": "period"}).sort_values("period", kind="stable")


def finish(ax: Axes, shown: Shown, title: str, mark="", asserted: str = "") -> Chart:
    """Dress axes on which seaborn has drawn what is shown, and return the chart.

    mark: the label or period that the claim is about. asserted: the article's words, whose strict
    interval is shaded. Partial periods are hatched, bounds are drawn as a line.
    """
    data, kind, unit = _data(shown), _kind(shown), _unit(shown)
    band = hedge.parse(asserted, unit, article.get().published).band[0] if asserted else ()
    record = {
        "title": title,
        "alt": _alt(title, unit, data, asserted, str(mark)),
        "unit": unit,
        "data": data,
        "band": [end if isfinite(end) else None for end in band],
        "marked": next((d["label"] for d in data if d["label"] == str(mark)), None),
        "partial": [d["label"] for d in data if d["high"] is None and kind == "bars"],
    }
    if data:
        _dress(ax, kind, record)
    else:
        ax.text(0.5, 0.5, "No figure was public on this day", ha="center", va="center")
        ax.set_axis_off()
    words = f"\nshaded: “{asserted}”, read strictly" if asserted else ""
    buffer = io.BytesIO()
    if picture := ax.get_figure(root=True):
        picture.suptitle(title + words, x=0.01, ha="left", fontsize=11)
        # As savefig does, but drawn once and not twice, and packed as fast as can be.
        FigureCanvasAgg(picture).print_png(buffer, pil_kwargs={"compress_level": 1})
    return Chart(buffer.getvalue(), record)


def _kind(shown: Shown) -> str:
    if isinstance(shown, Series):
        return "bars"
    return "points" if isinstance(next(iter(shown.values()), None), Figure) else "lines"


def _unit(shown: Shown) -> str:
    first = shown if isinstance(shown, Series) else next(iter(shown.values()))
    return first[0].unit if isinstance(first, list) else first.unit


def _told(shown: Shown) -> Iterator[tuple[str, str, Figure]]:
    """Each figure with its line, where there are several, and its label."""
    by_line = {"": shown} if isinstance(shown, Series) else shown
    for line, figures in by_line.items():
        if isinstance(figures, Figure):
            yield "", line, figures
        else:
            yield from ((line, figure.period, figure) for figure in figures)


def _data(shown: Shown) -> list[dict]:
    data = []
    for line, label, figure in _told(shown):
        low, high = (end if isfinite(end) else None for end in (figure.low, figure.high))
        datum = {"label": label, "value": figure.middle, "low": low, "high": high}
        if figure.known:
            data.append(datum | {"figure": figure.number} | ({"line": line} if line else {}))
    return data


def _alt(title: str, unit: str, data: list[dict], asserted: str, mark: str) -> str:
    if not data:
        return f"{title}: no figure was public on this day."
    told = [d for d in data if d in (data[0], data[-1]) or d["label"] == mark]
    values = "; ".join(f"{d.get('line', '')} {d['label']}: {d['figure']}".strip() for d in told)
    return f"{title}, in {unit}. {values}." + (f" The article says {asserted}." if asserted else "")


def _dress(ax: Axes, kind: str, record: dict) -> None:
    data, unit, marked = record["data"], record["unit"], record["marked"]
    colors = [PLAIN if marked and marked != d["label"] else MARKED for d in data]
    names = sorted({d["label"] for d in data}) if kind == "lines" else [d["label"] for d in data]
    measured: Axis = ax.xaxis if kind == "points" else ax.yaxis
    if kind == "points":
        _dress_points(ax, data, colors, from_zero=unit != "date")
    else:
        _name_periods(ax, names)
    if kind == "bars":
        _dress_bars(ax, data, colors, record["partial"], marked)
    if kind == "lines" and marked:
        ax.axvline(names.index(marked), color="#555", linewidth=1, linestyle=":")
    if legend := ax.get_legend():
        legend.set(title="", frame_on=False)
    for axis in (ax.xaxis, ax.yaxis):
        axis.grid(axis is measured)
        axis.set_label_text(unit_word(unit) if axis is measured else "")
    measured.set_major_formatter(lambda x, _: short_number(x, unit))
    measured.set_major_locator(MaxNLocator(3 if unit == "date" else 6))
    if record["band"]:
        _shade(ax, record["band"], kind == "points")


def _dress_bars(
    ax: Axes, data: list[dict], colors: list[str], partial: list[str], marked: str | None
) -> None:
    for at, (bar, d) in enumerate(zip(ax.patches, data, strict=True)):
        bar.set(color=colors[at], hatch="///" if d["label"] in partial else "")
        if d["label"] == marked:
            _name(ax, d["figure"], (at, d["value"]), weight="bold", above=3)


def _dress_points(ax: Axes, data: list[dict], colors: list[str], from_zero: bool) -> None:
    open_end = max(abs(d["value"]) for d in data) * 1.15
    for at, (points, d) in enumerate(zip(ax.collections, data, strict=True)):
        points.set_color(colors[at])
        high = open_end if d["high"] is None else d["high"]
        ax.plot((d["low"] or 0, high), (at, at), color=colors[at], lw=3, solid_capstyle="butt")
        _name(ax, d["figure"], (d["value"], at), above=8)
    ax.margins(x=0.12)
    ax.set_ylim(len(data) - 0.5, -0.6)
    ax.set_yticks(range(len(data)), [fill(d["label"], 40) for d in data])
    if from_zero:
        ax.set_xlim(left=min(0, *(d["value"] for d in data)))


def _name(ax: Axes, text: str, at: tuple, above: float, weight: str = "normal") -> None:
    """Write a figure above its mark, without its ± when it is small."""
    ax.annotate(
        text.partition(" ± ")[0],
        at,
        (0, above),
        textcoords="offset points",
        ha="center",
        fontsize=8,
        fontweight=weight,
    )


def _shade(ax: Axes, band: list[float | None], sideways: bool) -> None:
    """Shade what the article's words strictly allow; the axis stretches to hold its ends."""
    limits, span = (ax.set_xlim, ax.axvspan) if sideways else (ax.set_ylim, ax.axhspan)
    bottom, top = limits()
    low = bottom if band[0] is None else max(band[0], bottom)
    bottom, top = limits(bottom, max(top, low * 1.1))
    high = top if band[1] is None else min(band[1], top)
    span(low, high, color=BAND, alpha=0.35, zorder=0, linewidth=0)


def _name_periods(ax: Axes, names: list[str]) -> None:
    """Start the other axis at zero, and name every period, or as many as find room."""
    every = -(-len(names) // 12)
    shown = [periods.brief(name) if at % every == 0 else "" for at, name in enumerate(names)]
    turned, aligned = (45, "right") if len(names) > CROWDED else (0, "center")
    ax.set_xticks(range(len(names)), shown, rotation=turned, ha=aligned)
    ax.set_ylim(bottom=0)
