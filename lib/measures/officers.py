"""ICE's officers: the government's personnel records, and counts that others reported."""

import pandas as pd

from measures.rows import bounded, number, series


def ice_officers(raw):
    """Return counts of ICE's officers, by whose officers are counted.

    dims: group (series 1801, grades 5-12; series 1801, grades 5-13; series 1801, all grades;
    series 1811, all grades; all employees; enforcement officers (press); deportation officers
    (ICE and CRS, at second hand)). unit: officers.
    """
    told = bounded(raw("ice_officer_counts"), "officers")
    told = told.assign(
        period=told.as_of,
        group=told.reported_by.map(
            {
                "press": "enforcement officers (press)",
                "ICE and CRS, at second hand": "deportation officers (ICE and CRS, at second hand)",
            }
        ),
    )
    assert told.group.notna().all(), "a count whose reporter is unknown"
    return series(pd.concat([_opm(raw("opm_ice_employment")), told]), ["group"], "officers")


def _opm(cells):
    assert set(cells.agysub) == {"HSBB"} and set(cells.occ) == {"1801", "1811", "all"}
    day = {"202409": "2024-09-30", "202503": "2025-03-31"}
    cells = cells.assign(period=[day[code] for code in cells.datecode], n=number(cells.empcount))
    graded = cells.occ.eq("1801") & cells.payplan.isin(["GS", "GL"])
    grade = number(cells.grd.where(graded, ""))
    groups = {
        "series 1801, grades 5-12": grade.between(5, 12),
        "series 1801, grades 5-13": grade.between(5, 13),
        "series 1801, all grades": cells.occ.eq("1801"),
        "series 1811, all grades": cells.occ.eq("1811"),
        "all employees": cells.occ.eq("all"),
    }
    keys = ["period", "source_id", "published", "published_basis"]
    sums = [
        cells[chosen].groupby(keys, as_index=False).n.sum().assign(group=name)
        for name, chosen in groups.items()
    ]
    rows = pd.concat(sums)
    return rows.assign(low=rows.n, high=rows.n)


SERIES = [ice_officers]
