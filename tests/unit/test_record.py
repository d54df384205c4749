"""A record is read back from a notebook's outputs as it was; what it rests on, each once."""

import json

from hypothesis import given
from hypothesis import strategies as st

from factcheck.record import Check, Cited, Record, Written, from_json
from factcheck.verdict import READINGS, WORDS

TEXT = st.text(max_size=5)
NUMBER = st.none() | st.integers(-9, 9) | st.floats(-9, 9).map(lambda x: round(x, 3))
SOURCES = st.lists(st.sampled_from("abc"), max_size=3).map(tuple)
WRITTEN = {
    "label": TEXT,
    "value": NUMBER,
    "low": NUMBER,
    "high": NUMBER,
    "unit": TEXT,
    "figure": TEXT,
    "told": TEXT,
    "period": TEXT,
    "published": TEXT,
    "sources": SOURCES,
    "first_seen": SOURCES,
}
CHECKS = st.builds(
    Check,
    **WRITTEN,
    asserted=st.none() | TEXT,
    ours=st.booleans(),
    against=st.none() | st.builds(Written, **WRITTEN),
    holds=st.none() | st.sampled_from(sorted(READINGS)),
    gap=NUMBER,
    mark=st.none() | TEXT,
    decides=st.booleans(),
)
CITED = st.lists(st.builds(Cited, id=TEXT, told=TEXT, page=TEXT, sources=SOURCES), max_size=2)
RECORDS = st.builds(
    Record,
    claim=TEXT,
    as_of=TEXT,
    verdict=st.sampled_from(sorted(WORDS)),
    why=TEXT,
    but=TEXT,
    evidence=st.dictionaries(st.sampled_from(["for", "against"]), CITED),
    checks=st.lists(CHECKS, max_size=3).map(tuple),
    choices=st.dictionaries(TEXT, TEXT, max_size=2),
    changed=st.dictionaries(TEXT, st.integers() | TEXT, max_size=2),
    tables=st.dictionaries(TEXT, TEXT, max_size=2),
    sources=SOURCES,
)


@given(RECORDS)
def test_a_record_is_read_back_as_it_was_written(record):
    assert from_json(json.loads(json.dumps(record.to_json()))) == record


@given(RECORDS)
def test_a_verdict_rests_on_the_sources_of_its_checks_and_evidence_each_once(record):
    sides = [side for check in record.checks if check.decides for side in check.sides]
    cited = [piece for pieces in record.evidence.values() for piece in pieces]
    assert sorted(record.rests_on) == sorted({s for one in sides + cited for s in one.sources})
