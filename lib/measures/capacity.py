"""What removing and detaining takes: cost estimates, people held a year, money and beds."""

import pandas as pd

from measures.rows import Raw, bounded, number, series


def removal_cost_estimates(raw: Raw) -> pd.DataFrame:
    """What a million removals would cost, by who estimated the cost of one or of a million.

    dims: estimated_by. unit: USD. Each estimate in the dollars of its day; none counts the same.
    """
    return series(_for_a_million(raw, "money"), ["estimated_by"], "USD")


def removal_officer_estimates(raw: Raw) -> pd.DataFrame:
    """How many officers a million removals a year would take, scaled from an estimate for more.

    dims: estimated_by. unit: officers.
    """
    return series(_for_a_million(raw, "officers"), ["estimated_by"], "officers")


def removal_bed_estimates(raw: Raw) -> pd.DataFrame:
    """How many detention beds a million removals a year would take, scaled likewise.

    dims: estimated_by. unit: beds.
    """
    return series(_for_a_million(raw, "beds"), ["estimated_by"], "beds")


def _for_a_million(raw: Raw, resource: str) -> pd.DataFrame:
    rows = raw("removal_resource_estimates")
    rows = bounded(rows[rows.resource == resource], "value", period="dated")
    times = 1_000_000 / number(rows.removals)
    return rows.assign(low=rows.low * times, high=rows.high * times)
