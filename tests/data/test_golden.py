"""Figures checked by hand against the publishers' files: where stands in the table."""

from functools import cache

import pytest

from factcheck.series import Series
from factcheck.tables import Reads, as_known
from invented import rows

GOLDEN = rows("tests/data/golden.csv")


@cache
def chosen(name: str, labels: str):
    return Reads().select(
        name, dict(pair.split("=", 1) for pair in labels.split("|") if pair), notes=True
    )


def known(name: str, labels: str, day: str) -> Series:
    found = chosen(name, labels)
    return Series(name, as_known(found, day), found.unit.iloc[0], {})


@pytest.mark.parametrize(
    "row", GOLDEN, ids=lambda r: f"{r['series']} {r['period']} as of {r['as_of'] or 'today'}"
)
def test_golden(row):
    figure = known(row["series"], row["labels"], row["as_of"])[row["period"]]
    if row["low"] == "none":
        assert not figure.known
        return
    assert figure.known
    assert (figure.low, figure.high) == (float(row["low"]), float(row["high"] or "inf"))


def test_they_reach_most_series_and_every_kind_of_figure():
    assert len(GOLDEN) >= 70 and len({row["series"] for row in GOLDEN}) >= 20
    assert {"none", ""} <= {row["low"] for row in GOLDEN} | {row["high"] for row in GOLDEN}
    assert all(row["checked"] for row in GOLDEN)
