"""The border: encounters of the Border Patrol, releases after an encounter, troops sent."""

from math import inf

import pandas as pd

from measures.rows import bounded, series

EDITIONS = {"CBP": "border patrol", "OHSS": "dhs statistics office", "preliminary": "preliminary"}
AUTHORITIES = {"": "all", "Title 8": "title 8"}
OUTCOMES = {
    "total_encounters": "all encounters",
    "usbp_releases": "released by border patrol",
    "ofo_paroles": "paroled at ports of entry",
    "t8_repatriations": "repatriated under title 8",
    "t42_expulsions": "expelled under title 42",
    "mpp_returns": "returned under migrant protection protocols",
    "transfers_to_ice": "transferred to ice",
    "transfers_to_hhs": "transferred to hhs",
    "other_outcomes": "other",
}
AT_PORTS = {
    "notice_to_appear": "given a notice to appear at ports of entry",
    "total_title8_inadmissibles": "all inadmissibles at ports of entry",
}
RELEASES_BY_ICE = {
    "order_of_recognizance": "order of recognizance",
    "order_of_supervision": "order of supervision",
    "bonded_out": "bond",
    "paroled": "parole",
    "total": "all book-outs",
}
TROOPS = ["already present", "announced", "deployed", "total", "total with those ordered"]
FORCES = ["federal", "state", "guard on federal orders", "all"]


def usbp_encounters_by_year(raw) -> pd.DataFrame:
    """Border Patrol encounters (apprehensions before FY2020) of a fiscal year.

    dims: region (southwest, nationwide); authority (all, title 8); counted_by (border patrol,
    dhs statistics office). unit: encounters. Title 8 of FY2020-2023 is southwest only.
    """
    printed = raw("usbp_encounters_annual")
    printed = printed.assign(period=printed["fiscal_year"])
    return _encounters(printed, _by_patrol(raw, months=False), one_count_from="2020")


def usbp_encounters_by_month(raw) -> pd.DataFrame:
    """Border Patrol encounters (apprehensions before March 2020) of a calendar month.

    dims: region (southwest, nationwide); authority (all, title 8); counted_by (border patrol,
    dhs statistics office, preliminary). unit: encounters. Title 8 of March 2020 to May 2023 is
    southwest only.
    """
    printed = raw("usbp_encounters_monthly")
    printed = printed.assign(period=printed["month"])
    return _encounters(printed, _by_patrol(raw, months=True), one_count_from="2020-03")


def usbp_encounters_a_day(raw) -> pd.DataFrame:
    """Border Patrol encounters a day, as officials and the press gave them.

    dims: region (southwest, nationwide); said_by. unit: encounters a day. Some rows are one day.
    """
    rows = _spans(_open_ended(raw("usbp_press_figures_a_day"), "value"))
    return series(rows, ["region", "said_by"], "encounters a day")


def border_releases_by_month(raw) -> pd.DataFrame:
    """What became of southwest border encounters, by the month of the encounter.

    dims: outcome (released by border patrol, paroled at ports of entry, ...). unit: encounters.
    """
    ports = raw("ofo_sw_port_dispositions")
    ports = ports.assign(period=ports["month"], outcome=_named(ports["disposition"], AT_PORTS))
    stated = raw("border_release_counts")
    stated = stated[stated["measure"] == "released by Border Patrol"]
    stated = stated.assign(
        period=stated["period_start"].str[:7], outcome="released by border patrol"
    )
    rows = [_outcomes(raw, months=True), _open_ended(ports, "count"), _open_ended(stated, "number")]
    return series(pd.concat(rows), ["outcome"], "encounters")


def border_releases_by_year(raw) -> pd.DataFrame:
    """What became of southwest border encounters, by the fiscal year of the encounter.

    dims: outcome (released by border patrol, paroled at ports of entry, ...). unit: encounters.
    """
    return series(_outcomes(raw, months=False), ["outcome"], "encounters")


def ice_releases_of_cbp_arrests_by_month(raw) -> pd.DataFrame:
    """ICE's book-outs of people whom CBP had arrested, by the month of the book-out.

    dims: outcome (order of recognizance, order of supervision, bond, parole, all book-outs).
    unit: book-outs. The whole country, not the southwest border alone.
    """
    rows = raw("ohss_ice_bookouts_cbp_arrests")
    if set(rows["arresting_agency"]) != {"CBP"}:
        raise ValueError("arrests by another agency than CBP")
    rows = _counted(rows, months=True)
    rows = rows.assign(outcome=_named(rows["category"], RELEASES_BY_ICE))
    return series(rows, ["outcome"], "book-outs")


def border_release_estimates(raw) -> pd.DataFrame:
    """What others counted as released at the southwest border, over a span of days.

    dims: counted_by (who), measure (what). unit: encounters. Context, not the statistics.
    """
    rows = raw("border_release_counts")
    rows = _spans(_open_ended(rows[rows["measure"] != "released by Border Patrol"], "number"))
    return series(rows, ["counted_by", "measure"], "encounters")


def border_troops(raw) -> pd.DataFrame:
    """US troops at the southern border, as announced or counted on a day.

    dims: kind (already present, announced, deployed since 20 January, total there, total with
    those ordered to go); force (federal, state, guard on federal orders, all). unit: troops.
    Numbers without a hedge are read as round ones. Which troops: the raw table's `what`.
    """
    rows = raw("border_troop_numbers")
    rows = rows.assign(
        period=rows["date"],
        qualifier=rows["qualifier"].replace("", "about"),
        kind=_named(rows["kind"], dict(zip(TROOPS, TROOPS))),
        force=_named(rows["force"], dict(zip(FORCES, FORCES))),
    )
    return series(_open_ended(rows, "number"), ["kind", "force"], "troops")


def _encounters(printed: pd.DataFrame, patrol: pd.DataFrame, one_count_from: str) -> pd.DataFrame:
    """Add what follows from the printed counts: Title 8 alone, and the joined count.

    patrol: all encounters and Title 42 expulsions for the periods that had both.
    one_count_from: from here CBP and OHSS print one count, OHSS rounded to 10 and revised, so
    that OHSS's rows are vintages under the Border Patrol's name too; before, the two differ.
    """
    rows = _open_ended(printed, "encounters")
    rows["counted_by"] = _named(rows["edition"], EDITIONS)
    rows["authority"] = _named(rows["title_of_authority"], AUTHORITIES)
    alike = rows[(rows["authority"] == "all") & ~rows["period"].isin(patrol["period"])]
    rows = pd.concat([rows, alike.assign(authority="title 8"), _without_title_42(patrol)])
    office = rows[rows["counted_by"] == EDITIONS["OHSS"]]
    joined = office[office["period"] >= one_count_from].assign(counted_by=EDITIONS["CBP"])
    return series(pd.concat([rows, joined]), ["region", "authority", "counted_by"], "encounters")


def _without_title_42(patrol: pd.DataFrame) -> pd.DataFrame:
    """Subtract Title 42 expulsions from all encounters, bounds kept."""
    key = ["period", "source_id", "published", "published_basis", "first_seen"]
    every, expelled = (
        patrol[patrol["outcome"] == outcome].set_index(key)[["low", "high"]]
        for outcome in ("all encounters", "expelled under title 42")
    )
    if not every.index.equals(expelled.index):
        raise ValueError("all encounters and Title 42 expulsions do not pair up")
    rest = pd.DataFrame(
        {"low": every["low"] - expelled["high"], "high": every["high"] - expelled["low"]}
    ).reset_index()
    return rest.assign(region="southwest", authority="title 8", counted_by=EDITIONS["OHSS"])


def _by_patrol(raw, months: bool) -> pd.DataFrame:
    return _outcomes(raw, months, agency="USBP").sort_values(["period", "source_id"])


def _outcomes(raw, months: bool, agency: str = "CBP total") -> pd.DataFrame:
    rows = raw("ohss_sw_bookouts")
    rows = _counted(rows[rows["agency"] == agency], months)
    return rows.assign(outcome=_named(rows["outcome"], OUTCOMES))


def _counted(rows: pd.DataFrame, months: bool) -> pd.DataFrame:
    """Keep months or fiscal years; the period of a year is its number."""
    rows = rows[(rows["period_type"] == "month") == months]
    period = rows["period"] if months else rows["fiscal_year"]
    return _open_ended(rows.assign(period=period), "count")


def _open_ended(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Add low and high; a count of part of a period has no upper bound for the whole."""
    rows = bounded(rows, column)
    if "data_through" in rows:
        rows["high"] = rows["high"].mask(rows["data_through"] != "", inf)
    return rows


def _spans(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(period=rows["period_start"] + "/" + rows["period_end"])


def _named(labels: pd.Series, names: dict[str, str]) -> pd.Series:
    """Put plain words for a publisher's labels. Raises ValueError for a label unknown."""
    unknown = sorted(set(labels) - set(names))
    if unknown:
        raise ValueError(f"unknown labels: {unknown}")
    return labels.map(names)


SERIES = [
    usbp_encounters_by_year,
    usbp_encounters_by_month,
    usbp_encounters_a_day,
    border_releases_by_month,
    border_releases_by_year,
    ice_releases_of_cbp_arrests_by_month,
    border_release_estimates,
    border_troops,
]
