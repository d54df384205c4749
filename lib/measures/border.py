"""The border: encounters of the Border Patrol, releases after an encounter, troops sent."""

import pandas as pd

from measures.rows import Raw, bounded, require, series

PATROL, OFFICE = "border patrol", "dhs statistics office"
RELEASED = "released by Border Patrol"


def usbp_encounters_by_year(raw: Raw) -> pd.DataFrame:
    """Border Patrol encounters (apprehensions before FY2020) of a fiscal year.

    dims: region (southwest, nationwide); authority (all, title 8); counted_by (border patrol,
    dhs statistics office). unit: encounters. Title 8 of FY2020-2023 is southwest only.
    """
    printed, patrol = raw("usbp_encounters_annual"), _outcomes(raw, "fiscal_year", "USBP")
    return _encounters(printed, patrol, "fiscal_year", one_count_from="2020")


def usbp_encounters_by_month(raw: Raw) -> pd.DataFrame:
    """Border Patrol encounters (apprehensions before March 2020) of a calendar month.

    dims: region (southwest, nationwide); authority (all, title 8); counted_by (border patrol,
    dhs statistics office, preliminary). unit: encounters. Title 8 of March 2020 to May 2023 is
    southwest only.
    """
    printed, patrol = raw("usbp_encounters_monthly"), _outcomes(raw, "month", "USBP")
    return _encounters(printed, patrol, "month", one_count_from="2020-03")


def border_releases_by_month(raw: Raw) -> pd.DataFrame:
    """What became of southwest border encounters, by the month of the encounter.

    dims: outcome (released by border patrol, paroled at ports of entry, ...). unit: encounters.
    """
    ports = bounded(raw("ofo_sw_port_dispositions"), "count", period="month", outcome="disposition")
    stated = bounded(raw("border_release_counts"), "number")
    stated = stated[stated.measure == RELEASED]
    stated = stated.assign(period=stated.period_start.str[:7], outcome="released by border patrol")
    rows = pd.concat([_outcomes(raw, "month"), ports, stated])
    return series(rows, ["outcome"], "encounters")


def border_release_estimates(raw: Raw) -> pd.DataFrame:
    """What others counted as released at the southwest border, over a span of days.

    dims: counted_by (who), measure (what). unit: encounters. Context, not the statistics.
    """
    rows = raw("border_release_counts")
    rows = bounded(rows[rows.measure != RELEASED], "number", period="period_start/period_end")
    return series(rows, ["counted_by", "measure"], "encounters")


def border_troops(raw: Raw) -> pd.DataFrame:
    """US troops at the southern border, as announced or counted on a day.

    dims: kind (already present, announced, deployed since 20 January, total there, total with
    those ordered to go); force (federal, state, guard on federal orders, all). unit: troops.
    Numbers without a hedge are read as round ones. Which troops: the raw table's `what`.
    """
    rows = raw("border_troop_numbers")
    rows = rows.assign(qualifier=rows.qualifier.replace("", "about"))
    return series(bounded(rows, "number", period="date"), ["kind", "force"], "troops")


def _encounters(
    printed: pd.DataFrame, patrol: pd.DataFrame, by: str, one_count_from: str
) -> pd.DataFrame:
    """The printed counts and what follows from them: Title 8 alone, and the joined count.

    patrol: all encounters and Title 42 expulsions for the periods that had both.
    one_count_from: from here CBP and OHSS print one count, OHSS rounded to 10 and revised, so
    that OHSS's rows are vintages under the Border Patrol's name too; before, the two differ.
    """
    columns = {"period": by, "counted_by": "edition", "authority": "title_of_authority"}
    rows = bounded(printed, "encounters", **columns)
    alike = rows[(rows.authority == "all") & ~rows.period.isin(patrol.period)]
    rows = pd.concat([rows, alike.assign(authority="title 8"), _without_title_42(patrol)])
    joined = rows[(rows.counted_by == OFFICE) & (rows.period >= one_count_from)]
    rows = pd.concat([rows, joined.assign(counted_by=PATROL)])
    return series(rows, ["region", "authority", "counted_by"], "encounters")


def _without_title_42(patrol: pd.DataFrame) -> pd.DataFrame:
    """All encounters less Title 42 expulsions, bounds kept."""
    every = patrol[patrol.outcome == "all encounters"]
    expelled = patrol[patrol.outcome == "expelled under title 42"]
    pairs = every.merge(expelled, on=["period", "source_id"], how="outer", suffixes=("", "_42"))
    paired = pairs.low.notna() & pairs.low_42.notna()
    require(paired, "all encounters and Title 42 expulsions do not pair up", pairs.period)
    return pairs.assign(
        low=pairs.low - pairs.high_42,
        high=pairs.high - pairs.low_42,
        region="southwest",
        authority="title 8",
        counted_by=OFFICE,
    )


def _outcomes(raw: Raw, by: str, agency: str = "CBP total") -> pd.DataFrame:
    """What an agency counted, by month or by fiscal year, whose period is its number."""
    rows = raw("ohss_sw_bookouts")
    rows = rows[(rows.agency == agency) & ((rows.period_type == "month") == (by == "month"))]
    return bounded(rows, "count", period="period" if by == "month" else "fiscal_year")
