"""What a reader who knows pandas may do: compute C112 otherwise, and see the verdict follow."""

import nbformat
import pytest

from factcheck import ledger
from invented import REPO

OURS = "ours, theirs = pace(subject), pace(against)"
SINCE = """
since = between_releases("2025").since("2025-01-20")
ours = since.figure(since.frame["value"].{how}(), rows=since.frame)
"""


def changed(how: str):
    """Run the notebook of C112 as known today, with one cell computed otherwise."""
    claim = ledger.get("C112")
    names: dict = {"__name__": "__main__"}
    source = nbformat.read(REPO / "notebooks/removals_window.ipynb", as_version=4)
    assert OURS in "".join(cell.source for cell in source.cells)
    for cell in source.cells:
        if cell.cell_type == "code":
            exec(cell.source.replace(OURS, OURS + SINCE.format(how=how)), names)
        if "parameters" in cell.metadata.get("tags", []):
            names.update(claim.parameters, claim="C112", as_of="")
    (check,) = [check for check in names["case"].checks if check.decides]
    return names["since"].frame, check


@pytest.mark.parametrize("how", ["median", "max"])
def test_a_pace_computed_with_pandas_is_what_is_compared(how):
    frame, check = changed(how)
    assert check.value == pytest.approx(getattr(frame["value"], how)())
    assert check.sources == tuple(dict.fromkeys(frame["source"]))


def test_the_reading_follows_the_computation():
    median, highest = changed("median")[1], changed("max")[1]
    assert (median.holds, highest.holds) == ("strict", "strict")
    assert median.gap < highest.gap < 0
    assert changed("sum")[1].holds == "fails"
