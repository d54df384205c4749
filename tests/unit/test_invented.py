"""Each computed claim's check on invented figures: true, borderline, false, at least.

unit/invented_*.csv: claim; phrase_or_relation, the article's phrase or below/above; unit; value
and, for a relation, against: a number, a day, low..high with an end left out where it is open, or
none; reading: strict, loose, too_rough, fails or no_figure.
"""

from math import inf
from pathlib import Path

import pytest

from factcheck import hedge, ledger
from factcheck.figure import Figure, no_figure
from factcheck.wording import plain
from invented import day, rows

FILES = sorted(Path(__file__).parent.glob("invented_*.csv"))
ROWS = [
    row | {"file": path.name, "line": n} for path in FILES for n, row in enumerate(rows(path), 2)
]
RELATIONS = ("below", "above")


def end(text: str, open_end: float) -> float:
    if not text:
        return open_end
    return float(day(text).toordinal() if text.count("-") == 2 else text.replace(",", ""))


def figure(text: str, unit: str) -> Figure:
    if text == "none":
        return no_figure(unit)
    assert text, "a figure is missing; write none where nothing was known"
    low, _, high = text.partition("..") if ".." in text else (text, "", text)
    return Figure(end(low, -inf), end(high, inf), unit)


def reading(row: dict) -> str:
    value, said = figure(row["value"], row["unit"]), row["phrase_or_relation"]
    if said in RELATIONS:
        return hedge.compare(value, said, figure(row["against"], row["unit"])).holds
    assert not row["against"], "only a relation has something to compare with"
    return hedge.parse(said, row["unit"], ledger.article().published).read(value).holds


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['file']}-{r['line']}-{r['claim']}")
def test_invented_figure(row):
    assert reading(row) == row["reading"]


@pytest.mark.parametrize("claim", sorted(c.id for c in ledger.claims().values() if not c.ruling))
def test_a_claim_was_tried_on_a_true_a_borderline_and_a_false_figure(claim):
    mine = [row for row in ROWS if row["claim"] == claim]
    tried = {row["reading"] for row in mine}
    assert len(mine) >= 3, f"{claim}: {len(mine)} invented figures in {len(FILES)} files"
    assert {"strict", "fails"} <= tried, f"{claim}: only {sorted(tried)}"
    # Between the two lies loose or too rough; days, years, ranks and a few words have no loose.
    assert tried & {"loose", "too_rough"} or mine[0]["unit"] in (*hedge.ORDINAL, "words"), claim


def test_an_invented_figure_is_for_a_claim_and_in_its_words():
    for row in ROWS:
        claim = ledger.get(row["claim"])
        assert not claim.ruling, f"{claim.id}: it is ruled on; no number is checked"
        said = row["phrase_or_relation"]
        ours = {str(v) for v in claim.parameters.values()}
        ours |= {str(v) for values in claim.choices.values() for v in values}
        ours |= {
            f"at least {len(plain(part))}" for part in claim.parameters.get("quoted", "").split(";")
        }
        assert said in RELATIONS or said in ours, f"{claim.id}: {said!r} is none of its parameters"
        assert said in RELATIONS or row["unit"] == claim.unit, f"{claim.id}: {row['unit']}"
