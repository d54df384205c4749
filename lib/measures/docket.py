"""ICE's docket of 21 July 2024 and who is on it, from the letter to Rep. Gonzales as printed."""

import pandas as pd

from factcheck.tables import TAIL
from measures.rows import ORIGIN, Raw, bounded, only, require, series

CONVICTED, PENDING, BOTH = "convicted", "pending charges only", "convicted or pending"
IMMIGRATION, DRUGS = "immigration violations", "dangerous drugs"
GROUPS = ["traffic offenses (incl. DUI)", "assault", DRUGS, IMMIGRATION]
TOTAL, RANKING = "rest of the total", "press ranking"


def ice_docket_by_offence(raw: Raw) -> pd.DataFrame:
    """People with criminal histories on the docket by offence; bounds where no count was found.

    dims: docket, status, offence, counted_by (counts | rest of the total | press ranking).
    unit: persons.
    """
    rows = _printed(raw, "ice_docket_offences", offence="offence_category", counted_by="basis")
    totals = _printed(raw, "ice_docket_totals")
    totals = totals[(totals.docket == "non-detained") & totals.period.isin(rows.period)]
    limited = pd.concat([rows, _limits(rows, totals)])
    return series(limited, ["docket", "status", "offence", "counted_by"], "persons")


def ice_docket_groups(raw: Raw) -> pd.DataFrame:
    """The groups that a ranking of the docket turns on, each with a count or with bounds.

    dims: status (convicted | convicted or pending), offence (the four large groups, and all groups
    without a printed count together), counted_by: what bounds a missing count (rest of the total |
    press ranking). A group that was counted stands under both. unit: persons.
    """
    rows = ice_docket_by_offence(raw)
    rows = rows[(rows.status != PENDING) & (rows.docket == "non-detained")]
    large = rows[rows.offence.isin(GROUPS)]
    rest = rows[(rows.offence == IMMIGRATION) & (rows.counted_by == TOTAL)]
    together = rest.assign(offence="groups without a count, together")
    by_ranking = together.assign(counted_by=RANKING)
    parts = [_by(TOTAL, large), _by(RANKING, large), together, by_ranking]
    keys = ["period", "status", "offence", "counted_by"]
    return pd.concat(parts)[[*keys, *TAIL]].sort_values(keys, ignore_index=True)


def ice_offence_ranks(raw: Raw) -> pd.DataFrame:
    """Offences in order of size in other ICE populations: context, not the docket's own table.

    dims: population, offence. unit: rank. period: first day/last day.
    """
    columns = {"period": "period_from/period_to", "offence": "offence_category"}
    rows = bounded(raw("ice_offence_rankings"), "rank", **columns)
    return series(rows.assign(low=rows.low.clip(lower=1)), ["population", "offence"], "rank")


def _limits(rows: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """What the totals leave for the two large groups whose pending or whole count was not found.

    Assumes, as the letter's totals do, that a person stands in one offence group only.
    """
    rest = pd.DataFrame([_rest(rows, total) for _, total in totals.iterrows()])
    left = dict(zip(rest.status, rest.high, strict=True))
    convicted_of_drugs = (rows.offence == DRUGS) & (rows.status == CONVICTED)
    drugs = only(rows[convicted_of_drugs], "ice_docket_offences", f"{DRUGS}, {CONVICTED}").low
    ranked = only(rows[rows.counted_by == RANKING], "ice_docket_offences", RANKING).high
    columns = ["offence", "status", "low", "high", "counted_by"]
    limits = [
        (IMMIGRATION, CONVICTED, 0, left[CONVICTED], TOTAL),
        (IMMIGRATION, PENDING, 0, left[PENDING], TOTAL),
        (IMMIGRATION, BOTH, 0, left[BOTH], TOTAL),
        (IMMIGRATION, BOTH, 0, ranked + left[PENDING], RANKING),
        (DRUGS, PENDING, 0, left[PENDING], TOTAL),
        (DRUGS, BOTH, drugs, drugs + left[PENDING], TOTAL),
    ]
    return pd.DataFrame(limits, columns=columns).merge(rest.drop(columns="high"), on="status")


def _by(way: str, rows: pd.DataFrame) -> pd.DataFrame:
    """One row a status and offence: its count, else its bound by `way`, else by the total."""
    order = {TOTAL: 2, way: 1, "counts": 0}
    rows = rows[rows.counted_by.isin(order)]
    first = rows.sort_values("counted_by", key=lambda column: column.map(order), kind="stable")
    return first.drop_duplicates(["status", "offence"]).assign(counted_by=way)


def _rest(rows: pd.DataFrame, total: pd.Series) -> dict:
    """A total less every known part of it, with the source of the part that was public last."""
    parts = rows[[total.status in wholes.split(";") for wholes in rows.part_of]]
    parts = parts.sort_values(["published", "source_id", "first_seen"])
    later = parts.published.iloc[-1:] >= total.published
    require(later, f"it is older than the total of '{total.status}', which it is taken from")
    known = {"period": total.period, "docket": total.docket, "status": total.status}
    return {**known, "high": total.high - parts.low.sum(), **parts[ORIGIN].iloc[-1].to_dict()}


def _printed(raw: Raw, table: str, **columns: str) -> pd.DataFrame:
    """What was printed, bounded, without the misprints."""
    rows = raw(table)
    return bounded(rows[rows.basis != "misprint"], "persons", period="as_of_date", **columns)
