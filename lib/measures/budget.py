"""ICE's budget, what two bills of 2025 would have added to it, and the DHS advertising campaign."""

import pandas as pd

from measures.rows import ORIGIN, Raw, bounded, number, only, require, series

OPERATIONS, BUILDING = "operations and support", "procurement, construction and improvements"


def ice_budget(raw: Raw) -> pd.DataFrame:
    """ICE's annual budget by every definition found; the appropriations are added up here.

    dims: definition, stage (in force | continuing resolution | request | committee bill).
    unit: USD. period: fiscal year.
    """
    rows = _budget(raw)
    laws = rows[rows.definition.isin([OPERATIONS, BUILDING])]
    keys = ["period", "stage", *ORIGIN]
    both = laws.groupby(keys).definition.transform("nunique") == 2
    require(both, "one of the two annual appropriations stands without the other")
    whole = laws.groupby(keys, as_index=False)[["low", "high"]].sum()
    rows = pd.concat([rows, whole.assign(definition="all annual appropriations")])
    return series(rows, ["definition", "stage"], "USD")


def cr_ice_increase(raw: Raw) -> pd.DataFrame:
    """What the continuing resolution of March 2025 adds for ICE to the FY2024 act.

    dims: item (new money for ICE), counted_by (text of the two laws | apportionment | reported by
    press | counted by an advocacy group). unit: USD. period: fiscal year.
    """
    rows, budget = bounded(raw("ice_cr_increase"), "amount_usd", period="fiscal_year"), _budget(raw)
    laws = _rise(budget[budget.definition == OPERATIONS], "text of the two laws")
    account = budget[budget.definition.str.startswith("operations and support, annual")]
    rows = pd.concat([rows, laws, _rise(account, "apportionment")])
    return series(rows.assign(item="new money for ICE"), ["item", "counted_by"], "USD")


def senate_budget(raw: Raw) -> pd.DataFrame:
    """The Senate's budget plan of February 2025 (S.Con.Res. 7), its parts, and the later law.

    dims: item, counted_by. unit: USD, for several years. period: fiscal year.
    """
    rows = raw("senate_budget_plan")
    require(rows.date.str.startswith("2025-"), "the plan and the law are of 2025")
    rows = rows.assign(
        period="2025",
        amount_usd=number(rows.amount_usd_billion) * 1e9,
        rounded_to=number(rows.rounded_to) * 1e9,
    )
    return series(bounded(rows, "amount_usd"), ["item", "counted_by"], "USD")


def _budget(raw: Raw) -> pd.DataFrame:
    return bounded(raw("ice_budget_definitions"), "amount_usd", period="fiscal_year")


def _rise(rows: pd.DataFrame, counted_by: str) -> pd.DataFrame:
    """FY2025 less FY2024 of one account, with the source of the later year."""
    table = "ice_budget_definitions"
    before = only(rows[rows.period == "2024"], table, f"{counted_by}, fiscal year 2024").low
    later = rows[rows.period == "2025"]
    only(later, table, f"{counted_by}, fiscal year 2025")
    return later.assign(low=later.low - before, high=later.high - before, counted_by=counted_by)
