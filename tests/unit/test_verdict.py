"""From readings to a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.verdict import READINGS, conclude

READ = st.lists(st.sampled_from(sorted(READINGS)), min_size=1, max_size=6)


@pytest.mark.parametrize(
    "readings, verdict",
    [
        (["strict"], "supported"),
        (["strict", "strict"], "supported"),
        (["loose"], "supported_loosely"),
        (["strict", "loose"], "supported_loosely"),
        (["fails"], "contradicted"),
        (["strict", "fails"], "contradicted"),
        (["no_figure", "fails"], "contradicted"),
        (["fails", "too_rough"], "contradicted"),
        (["no_figure"], "cannot_check"),
        (["too_rough"], "cannot_check"),
        (["strict", "too_rough"], "cannot_check"),
        (["loose", "no_figure"], "cannot_check"),
    ],
)
def test_verdict(readings, verdict):
    assert conclude(readings) == verdict


@given(READ, st.randoms())
def test_the_order_of_checks_does_not_matter(readings, random):
    assert conclude(random.sample(readings, len(readings))) == conclude(readings)


@given(READ, st.sampled_from(sorted(READINGS)))
def test_another_check_never_makes_a_verdict_better(readings, more):
    order = ["supported", "supported_loosely", "cannot_check", "contradicted"]
    assert order.index(conclude([*readings, more])) >= order.index(conclude(readings))


def test_nothing_decides_nothing():
    with pytest.raises(ValueError, match="at least one check"):
        conclude([])
