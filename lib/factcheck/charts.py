"""Charts in one house style: a notebook draws with seaborn, this dresses what it drew.

    shown = arrests.until(month)
    ax = sns.barplot(shown.frame, x="period", y="value", ax=charts.axes(shown))
    charts.finish(ax, shown, "Arrests by month", mark=month, asserted=asserted)

What is shown is a series (bars), figures by label (points) or series by label (lines).
"""

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from textwrap import fill

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.ticker import MaxNLocator

from factcheck import article, hedge, periods
from factcheck.figure import Figure, short_number, unit_word
from factcheck.series import Series

DATA = "application/vnd.factcheck.chart+json"
PLAIN, MARKED, BAND = "#a9b4c0", "#1f4e79", "#f2c14e"
LINES = [MARKED, "#c0562f", "#6a8f4e", "#8a6fae"]
WIDTH, HEIGHT, DPI = 7.2, 3.6, 160
CROWDED = 8  # more names than these under an axis are written aslant
STYLE = {
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.color": "white",
    "text.parse_math": False,
}
Shown = Series | Mapping[str, Figure] | Mapping[str, Series | list[Figure]]

sns.set_theme("paper", "whitegrid", palette=LINES, rc=STYLE)


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
    """Return axes of the house's size for what is to be shown."""
    height = 1.4 + 0.55 * len(shown) if _is_points(shown) else HEIGHT
    return Picture(figsize=(WIDTH, height), dpi=DPI, layout="constrained").subplots()


def frame(shown: Shown) -> pd.DataFrame:
    """Return what is shown as a tidy table for seaborn.

    Columns: value, low, high, figure (the value as it is written), and label for figures by
    label, period for a series, line and period for series by label.
    """
    rows = pd.DataFrame(_data(shown), columns=["line", "label", "value", "low", "high", "figure"])
    if _is_points(shown):
        return rows.drop(columns="line")
    rows = rows.rename(columns={"label": "period"})
    if isinstance(shown, Series):
        return rows.drop(columns="line")
    return rows.sort_values("period", kind="stable")


def finish(ax: Axes, shown: Shown, title: str, mark="", asserted: str = "") -> Chart:
    """Dress axes on which seaborn has drawn what is shown, and return the chart.

    mark: the label or period that the claim is about. asserted: the article's words, whose strict
    interval is shaded. Partial periods are hatched, bounds are drawn as a line.
    """
    data, unit, mark = _data(shown), _unit(shown), str(mark)
    record = {
        "title": title,
        "alt": _alt(title, unit, data, asserted, mark),
        "unit": unit,
        "data": data,
        "band": _band(asserted, unit) if asserted else None,
        "marked": mark if mark in [d["label"] for d in data] else None,
        "partial": [d["label"] for d in data if d["high"] is None and isinstance(shown, Series)],
    }
    if data:
        _dress(ax, shown, record)
    else:
        ax.text(0.5, 0.5, "No figure was public on this day", ha="center", va="center")
        ax.set_axis_off()
    if asserted:
        title += f"\nshaded: “{asserted}”, read strictly"
    ax.figure.suptitle(title, x=0.01, ha="left", fontsize=11)
    picture = io.BytesIO()
    ax.figure.savefig(picture, format="png")
    return Chart(picture.getvalue(), record)


# --- the data


def _is_points(shown: Shown) -> bool:
    """Whether single figures are shown beside each other."""
    return not isinstance(shown, Series) and isinstance(next(iter(shown.values()), None), Figure)


def _data(shown: Shown) -> list[dict]:
    if isinstance(shown, Series):
        return [_datum(figure.period, figure) for figure in shown]
    if _is_points(shown):
        return [_datum(label, figure) for label, figure in shown.items() if figure.known]
    return [
        _datum(figure.period, figure) | {"line": line}
        for line, figures in shown.items()
        for figure in figures
    ]


def _datum(label: str, figure: Figure) -> dict:
    low, high = (end if isfinite(end) else None for end in (figure.low, figure.high))
    return {
        "label": label,
        "value": figure.middle,
        "low": low,
        "high": high,
        "figure": figure.number,
    }


def _unit(shown: Shown) -> str:
    return shown.unit if isinstance(shown, Series) else next(iter(shown.values())).unit


def _band(asserted: str, unit: str) -> list[float | None]:
    """The ends of what the article's words strictly allow; an open one is null."""
    strict, _ = hedge.parse(asserted, unit, article.get().published).band
    return [end if isfinite(end) else None for end in strict]


def _alt(title: str, unit: str, data: list[dict], asserted: str, mark: str) -> str:
    if not data:
        return f"{title}: no figure was public on this day."
    told = [d for d in data if d in (data[0], data[-1]) or d["label"] == mark]
    values = "; ".join(f"{d.get('line', '')} {d['label']}: {d['figure']}".strip() for d in told)
    said = f" The article says {asserted}." if asserted else ""
    return f"{title}, in {unit}. {values}.{said}"


# --- the dress


def _dress(ax: Axes, shown: Shown, record: dict) -> None:
    data, unit, mark = record["data"], record["unit"], record["marked"]
    points = _is_points(shown)
    measured, named = (ax.xaxis, ax.yaxis) if points else (ax.yaxis, ax.xaxis)
    if points:
        _dress_points(ax, data, unit, mark)
    elif isinstance(shown, Series):
        _dress_bars(ax, data, record)
    else:
        _dress_lines(ax, sorted({d["label"] for d in data}), mark)
    named.grid(False)
    named.set_label_text("")
    measured.set_label_text(unit_word(unit))
    measured.set_major_formatter(lambda x, _: short_number(x, unit))
    measured.set_major_locator(MaxNLocator(3 if unit == "date" else 6))
    if record["band"]:
        _shade(ax, record["band"], points)


def _dress_bars(ax: Axes, data: list[dict], record: dict) -> None:
    for at, (bar, d) in enumerate(zip(ax.patches, data, strict=True)):
        bar.set_color(MARKED if d["label"] == record["marked"] else PLAIN)
        bar.set_hatch("///" if d["label"] in record["partial"] else "")
        if d["label"] == record["marked"]:
            _name(ax, d["figure"], (at, d["value"]), weight="bold", above=3)
    _name_periods(ax, [d["label"] for d in data])


def _dress_lines(ax: Axes, names: list[str], mark: str | None) -> None:
    if ax.get_legend():
        ax.get_legend().set(title="", frame_on=False)
    if mark:
        ax.axvline(names.index(mark), color="#555", linewidth=1, linestyle=":")
    _name_periods(ax, names)


def _dress_points(ax: Axes, data: list[dict], unit: str, mark: str | None) -> None:
    widest = max(abs(d["value"]) for d in data)
    for points, d in zip(ax.collections, data, strict=True):
        points.set_color(MARKED if mark in (None, d["label"]) else PLAIN)
    for at, d in enumerate(data):
        high = widest * 1.15 if d["high"] is None else d["high"]
        color = MARKED if mark in (None, d["label"]) else PLAIN
        ax.plot((d["low"] or 0, high), (at, at), color=color, linewidth=3, solid_capstyle="butt")
        _name(ax, d["figure"], (d["value"], at), above=8)
    ax.margins(x=0.12, y=0.25)
    ax.set_yticks(range(len(data)), [fill(d["label"], 40) for d in data])
    if unit != "date":
        ax.set_xlim(left=min(0, *(d["value"] for d in data)))


def _name(ax: Axes, text: str, at: tuple, above: float, weight: str = "normal") -> None:
    """Write a figure above its mark."""
    ax.annotate(
        text,
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
    tilted = {"rotation": 45, "ha": "right"} if len(names) > CROWDED else {}
    ax.set_xticks(range(len(names)), shown, **tilted)
    ax.set_ylim(bottom=0)
