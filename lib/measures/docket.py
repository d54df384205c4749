"""ICE's docket of 21 July 2024 and who is on it, from the letter to Rep. Gonzales as printed."""

import pandas as pd

from measures.rows import TAIL, bounded, series

DOCKET = {"national": "national", "non_detained": "non-detained", "detained": "detained"}
CONVICTED, PENDING, BOTH = "convicted", "pending charges only", "convicted or pending"
STATUS = {
    "convicted": CONVICTED,
    "pending_charges_only": PENDING,
    "convicted_or_pending": BOTH,
    "everyone_on_the_docket": "everyone on the docket",
}
IMMIGRATION, DRUGS = "immigration violations", "dangerous drugs"
GROUPS = ["traffic offenses (incl. DUI)", "assault", DRUGS, IMMIGRATION]
COUNTED_BY = {"reported": "counts", "derived": "counts", "ranking": "press ranking"}


def ice_docket_criminal(raw) -> pd.DataFrame:
    """People on ICE's docket on a day, by criminal history; misprints left out.

    dims: docket, status. unit: persons.
    """
    return series(_printed(raw("ice_docket_totals")), ["docket", "status"], "persons")


def ice_docket_by_offence(raw) -> pd.DataFrame:
    """People with criminal histories on the docket by offence; bounds where no count was found.

    dims: docket, status, offence, counted_by (counts | rest of the total | press ranking).
    unit: persons.
    """
    rows = _printed(raw("ice_docket_offences")).rename(columns={"offence_category": "offence"})
    rows["counted_by"] = [COUNTED_BY[basis] for basis in rows["basis"]]
    totals = _printed(raw("ice_docket_totals")).query("docket == 'non-detained'")
    rows = pd.concat([rows, *_limits(rows, totals[totals["period"].isin(rows["period"])])])
    return series(rows, ["docket", "status", "offence", "counted_by"], "persons")


def ice_docket_groups(raw) -> pd.DataFrame:
    """The groups that a ranking of the docket turns on, each with a count or with bounds.

    dims: status (convicted | convicted or pending), offence (the four large groups, and all groups
    without a printed count together), counted_by: what bounds a missing count (rest of the total |
    press ranking). A group that was counted stands under both. unit: persons.
    """
    rows = ice_docket_by_offence(raw).query("status != @PENDING and docket == 'non-detained'")
    ways = [
        _by(way, rows[rows["offence"].isin(GROUPS)])
        for way in ("rest of the total", "press ranking")
    ]
    rest = rows.query("offence == @IMMIGRATION and counted_by == 'rest of the total'")
    together = rest.assign(offence="groups without a count, together")
    table = pd.concat([*ways, together, together.assign(counted_by="press ranking")])
    dims = ["status", "offence", "counted_by"]
    return table[["period", *dims, *TAIL]].sort_values(["period", *dims], ignore_index=True)


def ice_offence_ranks(raw) -> pd.DataFrame:
    """Offences in order of size in other ICE populations: context, not the docket's own table.

    dims: population, offence. unit: rank. period: first day/last day.
    """
    rows = bounded(raw("ice_offence_rankings"), "rank")
    rows["low"] = rows["low"].clip(lower=1)
    rows["period"] = rows["period_from"] + "/" + rows["period_to"]
    rows = rows.rename(columns={"offence_category": "offence"})
    return series(rows, ["population", "offence"], "rank")


def _limits(rows: pd.DataFrame, totals: pd.DataFrame) -> list[pd.DataFrame]:
    """What the totals leave for the two large groups whose pending or whole count was not found.

    Assumes, as the letter's totals do, that a person stands in one offence group only.
    """
    rest = {total.status: _rest(rows, total) for total in totals.itertuples()}
    left = {status: row["high"] for status, row in rest.items()}
    (drugs,) = rows.query("offence == @DRUGS and status == @CONVICTED")["low"]
    (ranked,) = rows.query("counted_by == 'press ranking'")["high"]
    limits = [
        (IMMIGRATION, CONVICTED, 0, left[CONVICTED], "rest of the total"),
        (IMMIGRATION, PENDING, 0, left[PENDING], "rest of the total"),
        (IMMIGRATION, BOTH, 0, left[BOTH], "rest of the total"),
        (IMMIGRATION, BOTH, 0, ranked + left[PENDING], "press ranking"),
        (DRUGS, PENDING, 0, left[PENDING], "rest of the total"),
        (DRUGS, BOTH, drugs, drugs + left[PENDING], "rest of the total"),
    ]
    return [
        pd.DataFrame(
            [
                {
                    **rest[status],
                    "offence": offence,
                    "status": status,
                    "low": low,
                    "high": high,
                    "counted_by": by,
                }
            ]
        )
        for offence, status, low, high, by in limits
    ]


def _by(way: str, rows: pd.DataFrame) -> pd.DataFrame:
    """One row a status and offence: its count, else its bound by `way`, else by the total."""
    order = {"counts": 0, way: 1, "rest of the total": 2}
    rows = rows[rows["counted_by"].isin(order)]
    first = rows.sort_values("counted_by", key=lambda c: c.map(order), kind="stable")
    return first.drop_duplicates(["status", "offence"]).assign(counted_by=way)


def _rest(rows: pd.DataFrame, total) -> dict:
    """A total less every known part of it, with the source of the part that was public last."""
    wholes = [[STATUS[s] for s in text.split(";") if s] for text in rows["part_of"]]
    parts = rows[[total.status in whole for whole in wholes]]
    parts = parts.sort_values(["published", "source_id"])
    last = parts.iloc[-1][["source_id", "published", "published_basis", "first_seen"]].to_dict()
    assert parts.iloc[-1]["published"] >= total.published
    return {
        "period": total.period,
        "docket": total.docket,
        "high": total.high - parts["low"].sum(),
        **last,
    }


def _printed(table: pd.DataFrame) -> pd.DataFrame:
    """Bound what was printed, drop misprints, put our words for the publisher's keys."""
    assert set(table["basis"]) <= {"reported", "derived", "ranking", "misprint"}
    rows = bounded(table[table["basis"] != "misprint"], "persons")
    return rows.assign(
        period=rows["as_of_date"],
        docket=[DOCKET[d] for d in rows["docket"]],
        status=[STATUS[s] for s in rows["status"]],
    )


SERIES = [ice_docket_criminal, ice_docket_by_offence, ice_docket_groups, ice_offence_ranks]
