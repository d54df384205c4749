"""Figures by period, as known on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import inf

import pandas as pd

from factcheck.figure import Figure, highest, lowest, no_figure


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
        found = self.rows[self.rows.period == str(period)]
        return _figure(found.iloc[0]) if len(found) else no_figure(self.unit, period=str(period))

    def __iter__(self):
        return (_figure(row) for _, row in self.rows.iterrows())

    def __len__(self) -> int:
        return len(self.rows)

    def until(self, period) -> Series:
        """Keep the periods up to and with `period`."""
        return self._kept(self.rows.period <= str(period))

    def since(self, period) -> Series:
        """Keep the periods from `period` on."""
        return self._kept(self.rows.period >= str(period))

    def without(self, period) -> Series:
        """Leave one period out."""
        return self._kept(self.rows.period != str(period))

    def where(self, test) -> Series:
        """Keep the periods whose figure passes `test`, a function of a figure."""
        return self._kept([bool(test(f)) for f in self])

    def whole(self) -> Series:
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
        """Return the figure of the latest period."""
        return _figure(self.rows.iloc[-1]) if len(self) else no_figure(self.unit)

    def gained(self, since: str, until: str) -> Figure:
        """Return what a cumulative series gained between its releases inside a window of days.

        From the first release whose data end on `since` or later to the last that ends on `until`
        or earlier; no figure when there are not two. The period is the days in between.
        """
        ends = [f for f in self if since <= f.period[-10:] <= until]
        if len(ends) < 2:
            return no_figure(self.unit)
        first, last = ends[0], ends[-1]
        start = date.fromisoformat(first.period[-10:]) + timedelta(days=1)
        return (last - first).over(f"{start}/{last.period[-10:]}")

    def _kept(self, mask) -> Series:
        return replace(self, rows=self.rows[mask])


def _figure(row: pd.Series) -> Figure:
    seen = (row.first_seen,) if row.first_seen else ()
    return Figure(row.low, row.high, row.unit, (row.source_id,), row.published, row.period, seen)
