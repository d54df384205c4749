"""ICE's budget, what two bills of 2025 would have added to it, and the DHS advertising campaign."""

import pandas as pd

from measures.rows import bounded, series

STAGE = {
    "enacted": "in force",
    "apportioned": "in force",
    "actual": "in force",
    "stated": "in force",
    "request": "request",
    "Senate committee": "committee bill",
    "House committee": "committee bill",
    "full-year continuing resolution": "continuing resolution",
}
NEW_MONEY = "new money for ICE"
OPERATIONS, BUILDING = "operations and support", "procurement, construction and improvements"


def ice_budget(raw) -> pd.DataFrame:
    """ICE's annual budget by every definition found; the appropriations are added up here.

    dims: definition, stage (in force | continuing resolution | request | committee bill).
    unit: USD. period: fiscal year.
    """
    rows = _budget(raw)
    laws = rows[rows["definition"].isin([OPERATIONS, BUILDING])]
    keys = ["period", "stage", "source_id", "published", "published_basis", "first_seen"]
    assert (laws.groupby(keys)["definition"].nunique() == 2).all()
    whole = laws.groupby(keys, as_index=False)[["low", "high"]].sum()
    rows = pd.concat([rows, whole.assign(definition="all annual appropriations")])
    return series(rows, ["definition", "stage"], "USD")


def cr_ice_increase(raw) -> pd.DataFrame:
    """What the continuing resolution of March 2025 adds for ICE to the FY2024 act.

    dims: item (new money for ICE), counted_by (text of the two laws | apportionment | reported by
    press | counted by an advocacy group). unit: USD. period: fiscal year.
    """
    rows = bounded(raw("ice_cr_increase"), "amount_usd").rename(columns={"fiscal_year": "period"})
    budget = _budget(raw)
    laws = _rise(budget[budget["definition"] == OPERATIONS], "text of the two laws")
    account = budget[budget["definition"].str.startswith("operations and support, annual")]
    apportioned = _rise(account, "apportionment")
    rows = pd.concat([rows, laws, apportioned]).assign(item=NEW_MONEY)
    return series(rows, ["item", "counted_by"], "USD")


def senate_budget(raw) -> pd.DataFrame:
    """The Senate's budget plan of February 2025 (S.Con.Res. 7), its parts, and the later law.

    dims: item, counted_by. unit: USD, for several years. period: fiscal year.
    """
    rows = bounded(raw("senate_budget_plan"), "amount_usd_billion", scale=1e9).assign(period="2025")
    assert rows["date"].str.startswith("2025-").all()
    return series(rows, ["item", "counted_by"], "USD")


def bill_years(raw) -> pd.DataFrame:
    """How many years the sums of the two bills are for.

    dims: item (as in cr_ice_increase and senate_budget), counted_by (text of the bill | the
    sponsor's words | window of the instructions). unit: years.
    """
    rows = bounded(raw("bill_spans"), "years").rename(columns={"fiscal_year": "period"})
    return series(rows, ["item", "counted_by"], "years")


def ad_campaign(raw) -> pd.DataFrame:
    """Sums of the DHS campaign that tells migrants to leave: announced, contracted, obligated.

    dims: measure. unit: USD. period: the day that a sum was set, announced or counted.
    """
    rows = bounded(raw("dhs_ad_campaign"), "amount_usd").rename(columns={"date": "period"})
    return series(rows, ["measure"], "USD")


def _budget(raw) -> pd.DataFrame:
    rows = bounded(raw("ice_budget_definitions"), "amount_usd")
    rows["stage"] = [STAGE[stage] for stage in rows["stage"]]
    return rows.rename(columns={"fiscal_year": "period"})


def _rise(rows: pd.DataFrame, counted_by: str) -> pd.DataFrame:
    """FY2025 less FY2024 of one account, with the source of the later year."""
    (before,) = rows.loc[rows["period"] == "2024", "low"]
    later = rows[rows["period"] == "2025"]
    assert len(later) == 1
    return later.assign(
        low=later["low"] - before, high=later["high"] - before, counted_by=counted_by
    )


SERIES = [ice_budget, cr_ice_increase, senate_budget, bill_years, ad_campaign]
