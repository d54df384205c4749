"""Each computed claim's check on invented figures: true, borderline, false, at least.

invented_*.csv: claim; phrase_or_relation, the article's phrase or below/above; unit; value
and, for a relation, against: a number, a day, low..high with an end left out where it is open, or
none; reading: strict, loose, too_rough, fails or no_figure.
"""

from math import inf
from pathlib import Path

from factcheck import article, hedge, ledger
from factcheck.figure import ORDINAL, Figure, no_figure
from factcheck.reading import compare
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
        return compare(value, said, figure(row["against"], row["unit"])).holds
    assert not row["against"], "only a relation has something to compare with"
    return hedge.parse(said, row["unit"], article.get().published).read(value).holds


def test_every_invented_figure_reads_as_it_says():
    wrong = [
        f"{row['file']} line {row['line']}, {row['claim']}: {reading(row)}, not {row['reading']}"
        for row in ROWS
        if reading(row) != row["reading"]
    ]
    assert wrong == []


def test_a_claim_was_tried_on_a_true_a_borderline_and_a_false_figure():
    for claim in ledger.claims().values():
        mine = [row for row in ROWS if row["claim"] == claim.id]
        tried = {row["reading"] for row in mine}
        if claim.ruling:
            assert not mine, f"{claim.id} is ruled on: no number is checked"
            continue
        assert len(mine) >= 3, f"{claim.id}: {len(mine)} invented figures"
        assert {"strict", "fails"} <= tried, f"{claim.id}: only {sorted(tried)}"
        # Between the two lies loose or too rough; days, years, ranks and a few words have no loose.
        assert tried & {"loose", "too_rough"} or mine[0]["unit"] in (*ORDINAL, "words"), claim.id


def test_an_invented_figure_is_for_a_claim_and_in_its_words():
    for row in ROWS:
        claim, said = ledger.get(row["claim"]), row["phrase_or_relation"]
        ours = {str(value) for value in claim.parameters.values()}
        ours |= {str(value) for values in claim.choices.values() for value in values}
        quoted = claim.parameters.get("quoted", "").split(";")
        ours |= {f"at least {len(plain(part))}" for part in quoted}
        assert said in RELATIONS or said in ours, f"{claim.id}: {said!r} is none of its parameters"
        assert said in RELATIONS or row["unit"] == claim.unit, f"{claim.id}: {row['unit']}"
