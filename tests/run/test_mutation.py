"""A changed cell moves the checks and notes that rest on it, and no others.

mutations.csv: claim; as_of; table; rows, the cells that choose them; value, for both bounds, or
low..high; moves, the labels of all that must change, | between them; verdict after the change.
"""

import csv
from functools import cache

import nbformat
import pytest

from factcheck import ledger
from invented import Project, rows

MUTATIONS = rows("tests/run/mutations.csv")


@pytest.fixture(autouse=True)
def no_drawing(monkeypatch):
    """Leave out the slow part of a chart: its image."""
    monkeypatch.setattr("matplotlib.figure.Figure.savefig", lambda *_, **__: None)


def record_of(claim_id: str, as_of: str) -> dict:
    """Run the code cells of a claim's notebook here, with the claim's parameters."""
    claim = ledger.get(claim_id)
    notebook = nbformat.read(claim.notebook, as_version=4)
    names = {"__name__": "__main__"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            exec(cell.source, names)
        if "parameters" in cell.metadata.get("tags", []):
            names.update(claim.parameters, claim=claim_id, as_of=as_of)
    return names["case"].conclude().record


unchanged = cache(record_of)


def change(project: Project, name: str, chosen: str, value: str) -> None:
    low, _, high = value.partition("..") if ".." in value else (value, "", value)
    file = project.root / f"data/processed/{name}.csv"
    table = rows(file)
    mine = [
        row
        for row in table
        if all(
            row[column] == cell
            for column, cell in (pair.split("=", 1) for pair in chosen.split("|"))
        )
    ]
    assert mine, f"{name} has no row with {chosen}"
    for row in mine:
        row["low"], row["high"] = low, high
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
    assert [c["label"] for c in after["checks"]] == [c["label"] for c in before["checks"]]
    moved = [a["label"] for a, b in zip(before["checks"], after["checks"], strict=True) if a != b]
    assert moved == [label for label in row["moves"].split("|") if label]
    assert after["verdict"] == row["verdict"]


def test_the_mutations_move_a_check_that_decides_and_leave_one_alone():
    assert {"contradicted", "supported"} <= {row["verdict"] for row in MUTATIONS}
    assert any(not row["moves"] for row in MUTATIONS) and any(row["moves"] for row in MUTATIONS)
