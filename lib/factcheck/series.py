"""Figures by period, as known on a day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import inf, isnan
from typing import Self

import pandas as pd

from factcheck import periods
from factcheck.figure import Figure, no_figure, together
from factcheck.order import highest, lowest

SHOWN = 8


@dataclass(frozen=True)
class Series:
    """Figures by period: `series["2024"]` is a figure or `no_figure`.

    rows: one a period, sorted, as the processed table has them; name: the table; chosen: which of
    the claim's choices it uses.
    """

    name: str
    rows: pd.DataFrame
    unit: str
    chosen: dict[str, str]

    @property
    def frame(self) -> pd.DataFrame:
        """The figures as a tidy table: period, value, low, high, source, published.

        value: the figure, or the middle of its bounds; low and high: equal when it is exact.
        """
        frame = pd.DataFrame(
            {
                "period": self.rows.period,
                "value": [figure.middle for figure in self],
                "low": self.rows.low,
                "high": self.rows.high,
                "source": self.rows.source_id,
                "published": self.rows.published,
            }
        )
        numbers = frame[["value", "low", "high"]].astype(float)
        whole = len(numbers) and ((numbers % 1 == 0) & (numbers.abs() < inf)).all(axis=None)
        return frame.assign(**numbers.astype("int64" if whole else float))

    def figure(
        self,
        low: float,
        high: float | None = None,
        rows: pd.DataFrame | None = None,
        unit: str = "",
        period: str = "",
    ) -> Figure:
        """Bring a number that was computed with pandas back as a figure with its sources.

        low, high: its bounds; one number is exact. rows: those of `frame` that it was computed
        from, all unless given: they are its sources, and its period reaches from the first to the
        last. Nothing was known where there are none. Raises ValueError for one number that was
        computed from rows with bounds: compute it from `low` and from `high`.
        """
        used = self.rows if rows is None else self.rows.loc[rows.index]
        if high is None and (used.low < used.high).any():
            raise ValueError(
                f"{self.name}: rows with bounds give no exact figure: give low and high"
            )
        unit, high = unit or self.unit, low if high is None else high
        sources = tuple(dict.fromkeys(used.source_id))
        if used.empty or isnan(low) or isnan(high):
            return no_figure(unit, sources, period)
        return Figure(
            float(low),
            float(high),
            unit,
            sources,
            used.published.max() if (used.published != "").all() else "",
            period or periods.from_to([*used.period]),
            tuple(dict.fromkeys(filter(None, used.first_seen))),
        )

    def __getitem__(self, period) -> Figure:
        name = _sound(period)
        return self._figures.get(name) or no_figure(self.unit, period=name)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._figures.values())

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"{self.name} ({self.how}): {len(self)} periods, {self.unit}"

    @property
    def how(self) -> str:
        """The choices that it uses, in words."""
        told = (f"{column}: {label}" for column, label in self.chosen.items())
        return ", ".join(told).replace("counted_by: ", "")

    def _repr_html_(self) -> str:
        return self.frame.tail(SHOWN).to_html(index=False)

    def knows(self, wanted: list[str]) -> bool:
        """Say whether it knows anything, and all of some periods."""
        return len(self) > 0 and all(self[period].known for period in wanted)

    def until(self, period) -> Self:
        """Keep the periods up to and with `period`."""
        return self._kept(self.rows.period <= _sound(period))

    def since(self, period) -> Self:
        """Keep the periods from `period` on."""
        return self._kept(self.rows.period >= _sound(period))

    def without(self, period) -> Self:
        return self._kept(self.rows.period != str(period))

    def where(self, test: Callable[[Figure], bool]) -> Self:
        """Keep the periods whose figure passes a test."""
        return self._kept([bool(test(figure)) for figure in self])

    def within(self, period: str) -> Self:
        """Keep the periods that lie wholly inside another."""
        return self._kept([periods.within(one, period) for one in self.rows.period])

    def whole(self) -> Self:
        """Keep periods that are counted to their end: bounds on both sides."""
        return self._kept(self.rows.high < inf)

    def max(self) -> Figure:
        return highest([*self] or [no_figure(self.unit)])

    def min(self) -> Figure:
        return lowest([*self] or [no_figure(self.unit)])

    def last(self) -> Figure:
        return [no_figure(self.unit), *self][-1]

    def sum(self, wanted: list[str] | None = None) -> Figure:
        """Return the sum over periods; it knows the span that it is about.

        wanted: the periods; where one of them is not known, neither is the sum. Without them, all
        there are, which must follow each other: a gap or an overlap raises ValueError.
        """
        names = [*self.rows.period] if wanted is None else wanted
        if wanted is None and (broken := periods.break_in(names)):
            raise ValueError(f"{self.name} {broken}: say which periods the sum wants")
        if not names:
            return no_figure(self.unit)
        return together([self[name] for name in names]).over(periods.from_to(names))

    def gained(self, stretch: str) -> Figure:
        """Return what a cumulative series gained between its releases inside a stretch of days.

        From the first release whose data end inside it to the last; no figure when there are not
        two. The period is the days in between.
        """
        ends = [f for f in self if periods.within(periods.last_day(f.period), stretch)]
        if len(ends) < 2:
            return no_figure(self.unit, period=stretch)
        since, until = periods.last_day(ends[0].period), periods.last_day(ends[-1].period)
        start = date.fromisoformat(since) + timedelta(days=1)
        return (ends[-1] - ends[0]).over(f"{start}/{until}")

    @cached_property
    def _figures(self) -> dict[str, Figure]:
        """The figures by period."""
        figures = {}
        for row in self.rows.itertuples():
            sources, proof = (row.source_id,), tuple(filter(None, [row.first_seen]))
            known = row.published, row.period, proof
            figures[row.period] = Figure(row.low, row.high, row.unit, sources, *known)
        return figures

    def _kept(self, mask) -> Self:
        return replace(self, rows=self.rows[pd.Series(mask, self.rows.index, dtype=bool)])


def _sound(period) -> str:
    """Return a period as text. Raises ValueError for one that is none."""
    periods.span(period)
    return str(period)
