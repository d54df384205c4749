"""A changed cell moves the checks and notes that rest on it, and no others.

mutations.csv: claim; as_of; table; rows, the cells that choose them; value, for both bounds, or
low..high; moves, the labels of all that must change, | between them; verdict after the change.
"""

import csv
from functools import cache

import here
import pytest

from factcheck import ledger
from factcheck.record import Record
from invented import Project, rows
from press.run import plan

MUTATIONS = rows("tests/run/mutations.csv")


@pytest.fixture(autouse=True)
def no_drawing(monkeypatch):
    """Leave out the slow part of a chart: its image."""
    name = "matplotlib.backends.backend_agg.FigureCanvasAgg.print_png"
    monkeypatch.setattr(name, lambda *_, **__: None)


def record_of(claim: str, as_of: str) -> Record:
    (run,) = plan.of_claim(ledger.get(claim), as_of=as_of)
    return here.found(run).records[claim]


unchanged = cache(record_of)


def change(project: Project, name: str, chosen: str, value: str) -> None:
    """Write a value into both bounds of the chosen rows; low..high gives each its own."""
    wanted = dict(pair.split("=", 1) for pair in chosen.split("|"))
    low, _, high = value.partition("..")
    file = project.root / f"data/processed/{name}.csv"
    table = rows(file)
    mine = [row for row in table if wanted.items() <= row.items()]
    assert mine, f"{name} has no row with {chosen}"
    for row in mine:
        row.update(low=low, high=high or low)
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    project.seal(name)


@pytest.mark.parametrize(
    "row", MUTATIONS, ids=lambda r: f"{r['claim']} {r['table']} {r['rows']} to {r['value']}"
)
def test_a_changed_cell_moves_what_rests_on_it_and_only_that(copy, row):
    before = unchanged(row["claim"], row["as_of"])
    change(copy, row["table"], row["rows"], row["value"])
    after = record_of(row["claim"], row["as_of"])
    assert [check.label for check in after.checks] == [check.label for check in before.checks]
    pairs = zip(before.checks, after.checks, strict=True)
    moved = [now.label for was, now in pairs if was != now]
    assert moved == [label for label in row["moves"].split("|") if label]
    assert after.verdict == row["verdict"]
