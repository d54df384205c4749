"""What removing and detaining takes: cost estimates, people held a year, money and beds."""

import pandas as pd

from measures.raw import Raw
from measures.rows import bounded, number, series, tidy

MILLION = 1_000_000


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


def ice_population_by_year(raw: Raw) -> pd.DataFrame:
    """ICE's average daily population of a whole fiscal year. No dims. unit: persons."""
    rows = raw("ice_average_population_years")
    return tidy(rows, "average_daily_population", [], "persons", period="fiscal_year")


def ice_budget_by_year(raw: Raw) -> pd.DataFrame:
    """ICE's budget of older years by one definition, as the budget office counts it.

    dims: definition. unit: USD of the day.
    """
    return tidy(raw("ice_budget_years"), "amount_usd", ["definition"], "USD", period="fiscal_year")


def detention_bed_day_costs(raw: Raw) -> pd.DataFrame:
    """What a day in an adult detention bed costs. dims: measure. unit: USD a bed-day."""
    rows = raw("detention_bed_day_cost_statements")
    return tidy(rows, "usd_a_bed_day", ["measure"], "USD a bed-day")


def detention_money(raw: Raw) -> pd.DataFrame:
    """Money for detention: a year's appropriation, the law of July 2025, ICE's building plan.

    dims: item. unit: USD. The law's sum is for several years; its period is the year of the law.
    """
    return tidy(raw("detention_sums"), "amount_usd", ["item"], "USD", period="fiscal_year")


def detention_bed_plans(raw: Raw) -> pd.DataFrame:
    """Beds that the law of July 2025 was said to allow, and those that ICE planned.

    dims: measure. unit: beds. period: the day of the statement.
    """
    return tidy(raw("detention_bed_outlook"), "beds", ["measure"], "beds", period="date")


def detained_later(raw: Raw) -> pd.DataFrame:
    """Persons held by ICE after the last release that the other tables hold.

    dims: counted_by. unit: persons.
    """
    return tidy(raw("detained_reports"), "detained", ["counted_by"], "persons", period="date")


def _for_a_million(raw: Raw, resource: str) -> pd.DataFrame:
    rows = raw("removal_resource_estimates")
    rows = bounded(rows[rows.resource == resource], "value")
    times = MILLION / number(rows.removals)
    return rows.assign(period=rows.dated, low=rows.low * times, high=rows.high * times)
