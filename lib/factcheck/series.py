"""Figures by period, as known on a day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
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
        numbers = ["value", "low", "high"]
        frame[numbers] = _whole_numbers(frame[numbers].astype(float))
        return frame

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
        last. Nothing was known where there are none.
        """
        used = self.rows if rows is None else self.rows.loc[rows.index]
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
            period or _from_to(used.period),
            tuple(dict.fromkeys(filter(None, used.first_seen))),
        )

    def __getitem__(self, period) -> Figure:
        period = str(period)
        found = (figure for figure in self if figure.period == period)
        return next(found, no_figure(self.unit, period=period))

    def __iter__(self) -> Iterator[Figure]:
        for row in self.rows.itertuples():
            proof = (row.first_seen,) if row.first_seen else ()
            yield Figure(
                row.low, row.high, row.unit, (row.source_id,), row.published, row.period, proof
            )

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        how = f" ({', '.join(self.chosen.values())})" if self.chosen else ""
        return f"{self.name}{how}: {len(self)} periods, {self.unit}"

    def _repr_html_(self) -> str:
        return self.frame.tail(SHOWN).to_html(index=False)

    def until(self, period) -> Self:
        """Keep the periods up to and with `period`."""
        return self._kept(self.rows.period <= str(period))

    def since(self, period) -> Self:
        """Keep the periods from `period` on."""
        return self._kept(self.rows.period >= str(period))

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
        there are, which must follow each other: a gap raises ValueError.
        """
        if wanted is None:
            self._refuse_gaps()
            wanted = [*self.rows.period]
        if not wanted:
            return no_figure(self.unit)
        figures = [self[period] for period in wanted]
        return together(figures).over(_from_to(pd.Series(wanted)))

    def gained(self, stretch: str) -> Figure:
        """Return what a cumulative series gained between its releases inside a stretch of days.

        From the first release whose data end inside it to the last; no figure when there are not
        two. The period is the days in between.
        """
        first_day, last_day = periods.first_day(stretch), periods.last_day(stretch)
        ends = [f for f in self if first_day <= periods.last_day(f.period) <= last_day]
        if len(ends) < 2:
            return no_figure(self.unit, period=stretch)
        before, after = ends[0], ends[-1]
        start = date.fromisoformat(periods.last_day(before.period)) + timedelta(days=1)
        return (after - before).over(f"{start}/{periods.last_day(after.period)}")

    def _kept(self, mask) -> Self:
        return replace(self, rows=self.rows[mask])

    def _refuse_gaps(self) -> None:
        spans = [periods.span(period) for period in self.rows.period]
        for (_, last), (first, _) in zip(spans, spans[1:], strict=False):
            if first != last + timedelta(days=1):
                raise ValueError(
                    f"{self.name}: nothing is known between {last} and {first}: "
                    "say which periods the sum wants"
                )


def _from_to(names: pd.Series) -> str:
    """The span from the first of some periods to the last; of one, its own name."""
    if names.nunique() == 1:
        return names.iloc[0]
    return f"{min(map(periods.first_day, names))}/{max(map(periods.last_day, names))}"


def _whole_numbers(numbers: pd.DataFrame) -> pd.DataFrame:
    """Write whole numbers without decimals, where all are."""
    whole = (
        len(numbers) and numbers.abs().max(axis=None) < inf and (numbers % 1 == 0).all(axis=None)
    )
    return numbers.astype("int64") if whole else numbers
