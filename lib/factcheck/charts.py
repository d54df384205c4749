"""Charts in one house style, each with alt text and its data."""

import base64
import io
from dataclasses import dataclass
from math import isfinite
from textwrap import fill

import pandas as pd
import seaborn as sns
from matplotlib import rc_context
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import MaxNLocator

from factcheck import hedge, ledger, periods
from factcheck.figure import Figure, short_number, spoken

DATA = "application/vnd.factcheck.chart+json"
PLAIN, MARKED, BAND = "#a9b4c0", "#1f4e79", "#f2c14e"
LINES = [MARKED, "#c0562f", "#6a8f4e", "#8a6fae"]
STYLE = {
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.color": "white",
    "text.parse_math": False,
}
WIDTH, HEIGHT, DPI = 7.2, 3.6, 160


@dataclass(frozen=True)
class Chart:
    """A drawn chart: png bytes, and a record of its title, alt text, unit and data."""

    png: bytes
    record: dict

    def _repr_mimebundle_(self, include=None, exclude=None):
        image, alt = base64.b64encode(self.png).decode(), self.record["alt"]
        return (
            {"text/plain": alt, "image/png": image, DATA: self.record},
            {"factcheck": "chart", "image/png": {"alt": alt, "width": int(WIDTH * 96)}},
        )


def bars(series, title: str, mark="", asserted: str = "") -> Chart:
    """Draw one bar a period; a partial period is hatched, one period marked, the phrase a band."""
    data = [_datum(f.period, f) for f in series]
    return _drawn(_bars, data, title, series.unit, asserted, str(mark))


def lines(by_label: dict, title: str, mark="", asserted: str = "") -> Chart:
    """Draw one line a series over the same kind of period; `mark` draws a rule at a period."""
    data = [
        _datum(f.period, f) | {"line": label} for label, series in by_label.items() for f in series
    ]
    return _drawn(_lines, data, title, next(iter(by_label.values())).unit, asserted, str(mark))


def figures(by_label: dict[str, Figure], title: str, asserted: str = "", mark="") -> Chart:
    """Draw single figures beside each other, bounds as a line: several ways to count one thing."""
    data = [_datum(label, f) for label, f in by_label.items() if f.known]
    return _drawn(_figures, data, title, next(iter(by_label.values())).unit, asserted, str(mark))


def _datum(label: str, f: Figure) -> dict:
    low, high = (x if isfinite(x) else None for x in (f.low, f.high))
    return {"label": label, "value": f.middle, "low": low, "high": high, "figure": f.number}


def _drawn(draw, data: list[dict], title: str, unit: str, asserted: str, mark: str) -> Chart:
    sideways = draw is _figures
    height = 1.4 + 0.55 * len(data) if sideways or not data else HEIGHT
    buffer = io.BytesIO()
    with (
        sns.axes_style("whitegrid"),
        sns.plotting_context("paper"),
        rc_context(STYLE | {"axes.grid.axis": "x" if sideways else "y"}),
    ):
        canvas = Canvas(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
        ax = canvas.subplots()
        if data:
            draw(ax, data, mark, unit)
            measured, named = (ax.xaxis, ax.yaxis) if sideways else (ax.yaxis, ax.xaxis)
            measured.set_major_formatter(lambda x, _: short_number(x, unit))
            measured.set_major_locator(MaxNLocator(3 if unit == "date" else 6))
            measured.set_label_text(spoken(unit))
            named.set_label_text("")
            if asserted:
                _band(ax, asserted, unit, sideways)
        else:
            ax.text(0.5, 0.5, "No figure was public on this day", ha="center", va="center")
            ax.set_axis_off()
        words = f"\nshaded: “{asserted}”, read strictly" if sideways and asserted else ""
        canvas.suptitle(title + words, x=0.01, ha="left", fontsize=11)
        canvas.savefig(buffer, format="png")
    alt = _alt(title, unit, data, asserted, mark)
    return Chart(buffer.getvalue(), {"title": title, "alt": alt, "unit": unit, "data": data})


def _bars(ax, data: list[dict], mark: str, unit: str) -> None:
    colors = [MARKED if d["label"] == mark else PLAIN for d in data]
    sns.barplot(
        pd.DataFrame(data),
        x="label",
        y="value",
        hue="label",
        palette=colors,
        legend=False,
        errorbar=None,
        saturation=1,
        ax=ax,
    )
    for at, (patch, d) in enumerate(zip(ax.patches, data, strict=False)):
        if d["high"] is None:
            patch.set_hatch("///")
        if d["label"] == mark and d["value"] is not None:
            ax.annotate(
                d["figure"],
                (at, d["value"]),
                (0, 3),
                textcoords="offset points",
                ha="center",
                fontsize=8,
                fontweight="bold",
            )
    _period_axis(ax, [d["label"] for d in data])


def _lines(ax, data: list[dict], mark: str, unit: str) -> None:
    order = sorted({d["label"] for d in data})
    frame = pd.DataFrame(data).assign(at=[order.index(d["label"]) for d in data])
    several = frame.line.nunique()
    sns.lineplot(
        frame,
        x="at",
        y="value",
        hue="line",
        style="line",
        markers=len(order) < 40,
        dashes=False,
        palette=LINES[:several],
        errorbar=None,
        ax=ax,
    )
    ax.legend(title=None, frameon=False).set_visible(several > 1)
    if mark in order:
        ax.axvline(order.index(mark), color="#555", linewidth=1, linestyle=":")
    _period_axis(ax, order)


def _figures(ax, data: list[dict], mark: str, unit: str) -> None:
    colors = [MARKED if mark in ("", d["label"]) else PLAIN for d in data]
    sns.stripplot(
        pd.DataFrame(data),
        x="value",
        y="label",
        hue="label",
        palette=colors,
        legend=False,
        size=8,
        jitter=False,
        ax=ax,
    )
    widest = max(abs(d["value"]) for d in data)
    for at, d in enumerate(data):
        ends = d["low"] or 0, d["high"] if d["high"] is not None else widest * 1.15
        ax.plot(ends, (at, at), color=colors[at], linewidth=3, solid_capstyle="butt")
        ax.annotate(
            d["figure"],
            (d["value"], at),
            (0, 8),
            textcoords="offset points",
            ha="center",
            fontsize=8,
        )
    ax.margins(x=0.12, y=0.25)
    ax.set_yticks(range(len(data)), [fill(d["label"], 40) for d in data])
    if unit != "date":
        ax.set_xlim(left=min(0, *(d["value"] for d in data)))


def _band(ax, asserted: str, unit: str, sideways: bool) -> None:
    """Shade what the article's words strictly allow; the label stands clear of the bars."""
    (low, high), _ = hedge.parse(asserted, unit, ledger.article().published).band
    limits, span = (ax.set_xlim, ax.axvspan) if sideways else (ax.set_ylim, ax.axhspan)
    bottom, top = limits()  # as they are
    low = max(low, bottom)
    bottom, top = limits(bottom, max(top, low * 1.1))
    high = min(high, top)
    span(low, high, color=BAND, alpha=0.35, zorder=0, linewidth=0)
    if not sideways:
        words = "the article:\n" + asserted.replace(" ", "\n", 1)
        ax.annotate(
            words,
            (1, (low + high) / 2),
            (6, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=8,
            annotation_clip=False,
        )


def _period_axis(ax, labels: list[str]) -> None:
    """Start the other axis at zero, and name every period, or as many as find room."""
    every = -(-len(labels) // 12)
    shown = [periods.brief(label) if at % every == 0 else "" for at, label in enumerate(labels)]
    tilted = {"rotation": 45, "ha": "right"} if len(labels) > 8 else {}
    ax.set_xticks(range(len(labels)), shown, **tilted)
    ax.set_ylim(bottom=0)


def _alt(title: str, unit: str, data: list[dict], asserted: str, mark: str) -> str:
    if not data:
        return f"{title}: no figure was public on this day."
    told = [d for d in data if d in (data[0], data[-1]) or d["label"] == mark]
    values = "; ".join(f"{d.get('line', '')} {d['label']}: {d['figure']}".strip() for d in told)
    return f"{title}, in {unit}. {values}." + (f" The article says {asserted}." if asserted else "")
