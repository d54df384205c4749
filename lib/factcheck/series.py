"""Figures by period, as known on a day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import inf
from typing import Self

import pandas as pd

from factcheck import show
from factcheck.figure import Figure, no_figure
from factcheck.order import highest, lowest


@dataclass(frozen=True)
class Series:
    """Figures by period: `series["2024"]` is a figure or `no_figure`.

    rows: one a period, sorted; name: the table; chosen: which of the claim's choices it uses;
    around: the period that was asked for.
    """

    name: str
    rows: pd.DataFrame
    unit: str
    chosen: dict[str, str]
    around: str = ""

    def __getitem__(self, period) -> Figure:
        period = str(period)
        return next((f for f in self if f.period == period), no_figure(self.unit, period=period))

    def __iter__(self):
        for row in self.rows.itertuples():
            yield Figure(
                row.low,
                row.high,
                row.unit,
                (row.source_id,),
                row.published,
                row.period,
                (row.first_seen,) if row.first_seen else (),
            )

    def __len__(self) -> int:
        return len(self.rows)

    def _repr_mimebundle_(self, include=None, exclude=None):
        how = f" ({', '.join(self.chosen.values())})" if self.chosen else ""
        text = f"{self.name}{how}: {len(self)} periods, {self.unit}"
        return show.Shown("data", text, show.series_table(self))._repr_mimebundle_()

    def until(self, period) -> Self:
        """Keep the periods up to and with `period`."""
        return self._kept(self.rows.period <= str(period))

    def since(self, period) -> Self:
        """Keep the periods from `period` on."""
        return self._kept(self.rows.period >= str(period))

    def without(self, period) -> Self:
        return self._kept(self.rows.period != str(period))

    def where(self, test) -> Self:
        """Keep the periods whose figure passes `test`, a function of a figure."""
        return self._kept([bool(test(f)) for f in self])

    def whole(self) -> Self:
        """Keep periods that are counted to their end: bounds on both sides."""
        return self._kept(self.rows.high < inf)

    def max(self) -> Figure:
        return highest([*self] or [no_figure(self.unit)])

    def min(self) -> Figure:
        return lowest([*self] or [no_figure(self.unit)])

    def sum(self) -> Figure:
        first, *others = [*self] or [no_figure(self.unit)]
        return sum(others, first)

    def last(self) -> Figure:
        return [no_figure(self.unit), *self][-1]

    def gained(self, since: str, until: str) -> Figure:
        """Return what a cumulative series gained between its releases inside a window of days.

        From the first release whose data end on `since` or later to the last that ends on `until`
        or earlier; no figure when there are not two. The period is the days in between.
        """
        ends = [f for f in self if since <= f.period[-10:] <= until]
        if len(ends) < 2:
            return no_figure(self.unit)
        first, *_, last = ends
        start = date.fromisoformat(first.period[-10:]) + timedelta(days=1)
        return (last - first).over(f"{start}/{last.period[-10:]}")

    def _kept(self, mask) -> Self:
        return replace(self, rows=self.rows[mask])
