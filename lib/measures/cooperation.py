"""Police and jails: detainers, people handed to ICE, arrests in custody and at large."""

import pandas as pd

from measures.raw import Raw, require
from measures.rows import bounded, number, series, stacked, tidy


def ice_detainers_a_month(raw: Raw) -> pd.DataFrame:
    """Detainers that ICE issued, a month on average over the period.

    No dims. unit: detainers a month. A detainer asks; it does not say whether it was followed.
    """
    rows = raw("ice_detainers")
    rows = bounded(rows[rows.measure == "issued"], "detainers")
    months = number(rows.per)
    rows = rows.assign(low=rows.low / months, high=rows.high / months)
    return series(rows, [], "detainers a month")


def ice_detainers_declined(raw: Raw) -> pd.DataFrame:
    """Detainers recorded as declined over the period; ICE does not learn of all.

    No dims. unit: detainers.
    """
    rows = raw("ice_detainers")
    return tidy(rows[rows.measure == "declined"], "detainers", [], "detainers")


def ice_jail_arrests_a_month(raw: Raw) -> pd.DataFrame:
    """People whom ICE took over from local jails, a month. No dims. unit: arrests a month."""
    rows = bounded(raw("ice_jail_arrests"), "arrests", "value_high")
    return series(rows, [], "arrests a month")


def jail_transfers(raw: Raw) -> pd.DataFrame:
    """What became of ICE's wishes in single big jails.

    dims: place; measure (handed to ICE, named in detainers). unit: persons.
    """
    return tidy(raw("jail_transfer_counts"), "persons", ["place", "measure"], "persons")


def ice_arrests_by_state(raw: Raw) -> pd.DataFrame:
    """Administrative arrests by ICE in a state, and those of people at large.

    dims: state; kind (all, at large). unit: arrests. The rest were in the custody of a jail or
    prison, local, state or federal.
    """
    rows = raw("ice_arrests_at_large_states")
    part = number(rows.at_large_arrests) <= number(rows.arrests)
    require(part, "more arrests at large than arrests")
    rows = stacked(rows, "kind", {"all": "arrests", "at large": "at_large_arrests"})
    return series(rows, ["state", "kind"], "arrests")


def agreements_287g(raw: Raw) -> pd.DataFrame:
    """Agencies or agreements under section 287(g), by the day counted. unit: agreements."""
    return tidy(raw("agreements_287g_counts"), "agreements", [], "agreements", period="date")
