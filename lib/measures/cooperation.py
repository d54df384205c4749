"""Police and jails: detainers, people handed to ICE, arrests in custody and at large."""

import pandas as pd

from measures.rows import bounded, number, series

MONTHS = {"year": 12, "month": 1}


def ice_detainers_a_month(raw) -> pd.DataFrame:
    """Detainers that ICE issued, a month on average over the period.

    No dims. unit: detainers a month. A detainer asks; it does not say whether it was followed.
    """
    rows = raw("ice_detainers")
    rows = bounded(rows[rows.measure == "issued"], "detainers")
    months = rows.per.map(MONTHS)
    assert months.notna().all(), "detainers issued per what"
    return series(
        rows.assign(low=rows.low / months, high=rows.high / months), [], "detainers a month"
    )


def ice_detainers_declined(raw) -> pd.DataFrame:
    """Detainers recorded as declined over the period; ICE does not learn of all.

    No dims. unit: detainers.
    """
    rows = raw("ice_detainers")
    return series(bounded(rows[rows.measure == "declined"], "detainers"), [], "detainers")


def ice_jail_arrests_a_month(raw) -> pd.DataFrame:
    """People whom ICE took over from local jails, a month. No dims. unit: arrests a month."""
    rows = raw("ice_jail_arrests")
    assert set(rows.measure) == {"out of local jails, a month"}
    return series(bounded(rows, "arrests", "value_high"), [], "arrests a month")


def jail_transfers(raw) -> pd.DataFrame:
    """What became of ICE's wishes in single big jails.

    dims: place; measure (handed to ICE, named in detainers). unit: persons.
    """
    return series(bounded(raw("jail_transfer_counts"), "persons"), ["place", "measure"], "persons")


def ice_arrests_by_state(raw) -> pd.DataFrame:
    """Administrative arrests by ICE in a state, and those of people at large.

    dims: state; kind (all, at large). unit: arrests. The rest were in the custody of a jail or
    prison, local, state or federal.
    """
    rows = raw("ice_arrests_at_large_states")
    parts = [
        bounded(rows, column).assign(kind=kind)
        for kind, column in (("all", "arrests"), ("at large", "at_large_arrests"))
    ]
    assert (number(rows.at_large_arrests) <= number(rows.arrests)).all()
    return series(pd.concat(parts), ["state", "kind"], "arrests")


def agreements_287g(raw) -> pd.DataFrame:
    """Agencies or agreements under section 287(g), by the day counted. unit: agreements."""
    rows = bounded(raw("agreements_287g_counts"), "agreements")
    return series(rows.rename(columns={"date": "period"}), [], "agreements")


SERIES = [
    ice_detainers_a_month,
    ice_detainers_declined,
    ice_jail_arrests_a_month,
    jail_transfers,
    ice_arrests_by_state,
    agreements_287g,
]
