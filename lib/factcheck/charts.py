"""Charts in one house style, each with alt text and its data."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from math import inf, isfinite

import pandas as pd
import seaborn as sns
from matplotlib import rc_context
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter, MaxNLocator

from factcheck import hedge, ledger
from factcheck.figure import Figure, spoken, tidy

DATA = "application/vnd.factcheck.chart+json"
PLAIN, MARKED, BAND = "#a9b4c0", "#1f4e79", "#f2c14e"
STYLE = {"font.family": "DejaVu Sans", "axes.spines.top": False, "axes.spines.right": False,
         "axes.titlelocation": "left", "axes.titlesize": 11, "hatch.color": "white"}
SIZE, DPI = (7.2, 3.6), 160


@dataclass(frozen=True)
class Chart:
    """A drawn chart: png bytes, alt text, and its data (one dict a mark)."""

    png: bytes
    alt: str
    title: str
    unit: str
    data: list[dict]

    def _repr_mimebundle_(self, include=None, exclude=None):
        record = {"title": self.title, "alt": self.alt, "unit": self.unit, "data": self.data}
        image = base64.b64encode(self.png).decode()
        size = {"alt": self.alt, "width": int(SIZE[0] * 96)}
        return ({"text/plain": self.alt, "image/png": image, DATA: record},
                {"factcheck": "chart", "image/png": size})


def bars(series, title: str, mark="", asserted: str = "") -> Chart:
    """Draw one bar a period; a partial period is hatched, one period marked, the phrase a band.

    series: figures by period. Empty series give an empty chart that says so.
    """
    data = [_datum(f.period, f) for f in series]
    return _drawn(lambda ax: _bars(ax, data, str(mark)), data, title, series.unit, asserted,
                  str(mark))


def lines(series_by_label: dict, title: str, mark="", asserted: str = "") -> Chart:
    """Draw one line a series over the same kind of period; `mark` draws a rule at a period."""
    data = [_datum(f.period, f) | {"line": label}
            for label, series in series_by_label.items() for f in series]
    unit = next(iter(series_by_label.values())).unit
    return _drawn(lambda ax: _lines(ax, data, str(mark)), data, title, unit, asserted, str(mark))


def figures(by_label: dict[str, Figure], title: str, asserted: str = "", mark="") -> Chart:
    """Draw single figures beside each other, bounds as a line: several ways to count one thing."""
    data = [_datum(label, f) for label, f in by_label.items() if f.known]
    unit = next(iter(by_label.values())).unit
    return _drawn(lambda ax: _figures(ax, data, str(mark)), data, title, unit, asserted,
                  str(mark), sideways=True)


def _datum(label: str, f: Figure) -> dict:
    return {"label": label, "value": f.middle, "low": _end(f.low), "high": _end(f.high),
            "figure": f.number}


def _end(x: float):
    return tidy(x) if isfinite(x) else None


def _drawn(draw, data, title, unit, asserted, mark, sideways=False) -> Chart:
    size = (SIZE[0], 1.4 + 0.55 * len(data)) if sideways else SIZE
    with sns.axes_style("whitegrid"), sns.plotting_context("paper"), \
            rc_context(STYLE | {"axes.grid.axis": "x" if sideways else "y"}):
        canvas = Canvas(figsize=size, dpi=DPI, layout="constrained")
        ax = canvas.subplots()
        if data:
            draw(ax)
            _finish(ax, unit, sideways)
            _band(ax, asserted, unit, sideways)
        else:
            ax.text(.5, .5, "No figure was public on this day", ha="center", va="center")
            ax.set_axis_off()
        words = f"\nshaded: “{asserted}”, read strictly" if sideways and asserted else ""
        ax.set_title(title + words)
        buffer = io.BytesIO()
        canvas.savefig(buffer, format="png")
    return Chart(buffer.getvalue(), _alt(title, unit, data, asserted, mark), title, unit, data)


def _bars(ax, data: list[dict], mark: str) -> None:
    frame = pd.DataFrame(data)
    colors = [MARKED if d["label"] == mark else PLAIN for d in data]
    sns.barplot(frame, x="label", y="value", hue="label", palette=colors, legend=False,
                errorbar=None, saturation=1, ax=ax)
    for patch, d in zip(ax.patches, data, strict=False):
        if d["high"] is None:
            patch.set_hatch("///")
    _thin_labels(ax, [d["label"] for d in data])
    _value_label(ax, data, mark)


def _lines(ax, data: list[dict], mark: str) -> None:
    frame = pd.DataFrame(data)
    order = sorted(frame.label.unique())
    frame["at"] = frame.label.map(order.index)
    shades = [MARKED, "#c0562f", "#6a8f4e", "#8a6fae"][:frame.line.nunique()]
    sns.lineplot(frame, x="at", y="value", hue="line", style="line", markers=len(order) < 40,
                 dashes=False, palette=shades, errorbar=None, ax=ax)
    ax.set_xticks(range(len(order)), order)
    _thin_labels(ax, order)
    if mark in order:
        ax.axvline(order.index(mark), color="#555", linewidth=1, linestyle=":")
    ax.legend(title=None, frameon=False, loc="best")
    if frame.line.nunique() == 1:
        ax.get_legend().remove()


def _figures(ax, data: list[dict], mark: str) -> None:
    frame = pd.DataFrame(data)
    colors = [MARKED if d["label"] == mark or not mark else PLAIN for d in data]
    sns.stripplot(frame, x="value", y="label", hue="label", palette=colors, legend=False,
                  size=8, jitter=False, ax=ax)
    widest = max(abs(d["value"]) for d in data)
    for at, d in enumerate(data):
        low = d["low"] if d["low"] is not None else 0
        high = d["high"] if d["high"] is not None else widest * 1.15
        ax.plot([low, high], [at, at], color=colors[at], linewidth=3, solid_capstyle="butt")
        ax.annotate(d["figure"], (d["value"], at), (0, 8), textcoords="offset points",
                    ha="center", fontsize=8)
    ax.margins(x=0.12, y=0.25)


def _finish(ax, unit: str, sideways: bool) -> None:
    number = FuncFormatter(lambda x, _: _tick(x, unit))
    axis = ax.xaxis if sideways else ax.yaxis
    axis.set_major_formatter(number)
    axis.set_major_locator(MaxNLocator(6))
    ax.set_xlabel(spoken(unit) if sideways else "")
    ax.set_ylabel("" if sideways else spoken(unit))
    if not sideways:
        ax.set_ylim(bottom=0)


def _tick(x: float, unit: str) -> str:
    for size, word in ((1e9, " bn"), (1e6, " m")):
        if unit.startswith("USD") and abs(x) >= size:
            return f"${tidy(round(x / size, 2)):,}{word}"
    return f"{tidy(round(x, 2)):,}"


def _band(ax, asserted: str, unit: str, sideways: bool) -> None:
    """Shade what the article's words strictly allow; the label stands clear of the bars."""
    if not asserted:
        return
    (low, high), _ = hedge.parse(asserted, unit, ledger.article().published).band
    limits = ax.get_xlim() if sideways else ax.get_ylim()
    low, high = max(low, limits[0]), min(high, _room(limits, low))
    span = ax.axvspan if sideways else ax.axhspan
    span(low, high, color=BAND, alpha=.35, zorder=0, linewidth=0)
    if not sideways:
        words = "the article:\n" + asserted.replace(" ", "\n", 1)
        ax.annotate(words, (1, (low + high) / 2), (6, 0), xycoords=("axes fraction", "data"),
                    textcoords="offset points", va="center", fontsize=8, annotation_clip=False)


def _room(limits, low: float) -> float:
    return max(limits[1], low * 1.1 if isfinite(low) else -inf)


def _thin_labels(ax, labels: list[str]) -> None:
    every = max(1, -(-len(labels) // 12))
    shown = [label if at % every == 0 else "" for at, label in enumerate(labels)]
    ax.set_xticks(range(len(labels)), shown, rotation=45 if len(labels) > 8 else 0,
                  ha="right" if len(labels) > 8 else "center")


def _value_label(ax, data: list[dict], mark: str) -> None:
    for at, d in enumerate(data):
        if d["label"] == mark and d["value"] is not None:
            ax.annotate(d["figure"], (at, d["value"]), (0, 3), textcoords="offset points",
                        ha="center", fontsize=8, fontweight="bold")


def _alt(title: str, unit: str, data: list[dict], asserted: str, mark: str) -> str:
    if not data:
        return f"{title}: no figure was public on this day."
    first, last = data[0], data[-1]
    ends = f"{first['label']}: {first['figure']}" + \
        (f"; {last['label']}: {last['figure']}" if last is not first else "")
    marked = [f"{d['label']}: {d['figure']}" for d in data
              if d["label"] == mark and d not in (first, last)]
    words = [f"{title}, in {unit}. {ends}.", *(f"Marked, {m}." for m in marked)]
    return " ".join(words + ([f"The article says {asserted}."] if asserted else []))
