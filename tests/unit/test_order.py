"""A rank among others: ties, bounds and groups that nobody counted."""

from math import inf

import pytest

from factcheck.figure import Figure, UnitError, given, no_figure
from factcheck.order import rank


def persons(low: float, high: float | None = None) -> Figure:
    return Figure(low, low if high is None else high, "persons", ("agency",), "2024-12-19", "2024")


NOBODY = persons(0)


@pytest.mark.parametrize(
    "own, others, hidden, rest, best, worst",
    [
        (persons(30), [persons(50), persons(20), persons(10)], NOBODY, NOBODY, 2, 2),
        (persons(30), [], NOBODY, NOBODY, 1, 1),
        # A tie is no larger group.
        (persons(30), [persons(30), persons(30)], NOBODY, NOBODY, 1, 1),
        # Bounds that overlap could be either way round.
        (persons(20, 40), [persons(30)], NOBODY, NOBODY, 1, 2),
        (persons(30), [persons(20, 40)], NOBODY, NOBODY, 1, 2),
        (persons(30), [persons(31, 40)], NOBODY, NOBODY, 2, 2),
        # Of further groups as many could be larger as their people would fill: 31 each.
        (persons(30), [], persons(0, 100), persons(0, 93), 1, 4),
        (persons(30), [], persons(0, 100), persons(0, 92), 1, 3),
        (persons(30), [], persons(0, 30), persons(0, 93), 1, 1),
        (persons(0, 5), [], persons(0, 1), persons(0, 1), 1, inf),
    ],
)
def test_the_best_and_the_worst_rank(own, others, hidden, rest, best, worst):
    found = rank(own, others, hidden, rest)
    assert (found.low, found.high, found.unit) == (best, worst, "rank")
    assert (found.period, found.sources) == ("2024", ("agency",))


def test_a_rank_beside_a_group_that_was_not_known_is_not_known():
    found = rank(persons(30), [no_figure("persons", ("press",))], NOBODY, NOBODY)
    assert not found.known and set(found.sources) == {"agency", "press"}


def test_groups_of_two_units_have_no_rank():
    with pytest.raises(UnitError):
        rank(persons(30), [given(20, "arrests")], NOBODY, NOBODY)
