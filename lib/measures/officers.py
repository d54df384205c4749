"""ICE's officers: the government's personnel records, and counts that others reported."""

import pandas as pd

from measures.rows import ORIGIN, Raw, bounded, number, series


def ice_officers(raw: Raw) -> pd.DataFrame:
    """Counts of ICE's officers, by whose officers are counted.

    dims: group (series 1801, grades 5-12; series 1801, grades 5-13; series 1801, all grades;
    series 1811, all grades; all employees; enforcement officers (press); deportation officers
    (ICE and CRS, at second hand)). unit: officers.
    """
    told = bounded(raw("ice_officer_counts"), "officers", period="as_of", group="reported_by")
    return series(pd.concat([_opm(raw("opm_ice_employment")), told]), ["group"], "officers")


def _opm(cells: pd.DataFrame) -> pd.DataFrame:
    cells = bounded(cells, "empcount", period="datecode")
    graded = (cells.occ == "1801") & cells.payplan.isin(["GS", "GL"])
    grade = number(cells.grd.where(graded, ""))
    groups = {
        "series 1801, grades 5-12": grade.between(5, 12),
        "series 1801, grades 5-13": grade.between(5, 13),
        "series 1801, all grades": cells.occ == "1801",
        "series 1811, all grades": cells.occ == "1811",
        "all employees": cells.occ == "all",
    }
    rows = pd.concat([cells[chosen].assign(group=group) for group, chosen in groups.items()])
    return rows.groupby(["period", "group", *ORIGIN], as_index=False)[["low", "high"]].sum()
