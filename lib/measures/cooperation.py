"""Police and jails: detainers, people handed to ICE, arrests in custody and at large."""

import pandas as pd

from measures.rows import Raw, bounded, number, require, series, stacked


def ice_detainers_a_month(raw: Raw) -> pd.DataFrame:
    """Detainers that ICE issued, a month on average over the period.

    No dims. unit: detainers a month. A detainer asks; it does not say whether it was followed.
    """
    rows = raw("ice_detainers")
    rows = bounded(rows[rows.measure == "issued"], "detainers")
    rows = rows.assign(low=rows.low / number(rows.per), high=rows.high / number(rows.per))
    return series(rows, [], "detainers a month")


def ice_arrests_by_state(raw: Raw) -> pd.DataFrame:
    """Administrative arrests by ICE in a state, and those of people at large.

    dims: state; kind (all, at large). unit: arrests. The rest were in the custody of a jail or
    prison, local, state or federal.
    """
    rows = raw("ice_arrests_at_large_states")
    possible = number(rows.at_large_arrests) <= number(rows.arrests)
    require(possible, "more arrests at large than arrests")
    rows = stacked(rows, "kind", {"all": "arrests", "at large": "at_large_arrests"})
    return series(rows, ["state", "kind"], "arrests")
