"""Quoted words against public words: what stands in one run, whatever the marks around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.wording import Wording, plain

WORD = st.text("abcdefg", min_size=1, max_size=6)
TEXTS = st.lists(st.lists(WORD, min_size=1, max_size=8), min_size=1, max_size=5)
SEPARATORS = st.sampled_from([" ", "  ", ", ", "-", " – ", "—", ". ", " “", "” ", "; ", "\n"])


def wording(*sentences: str) -> Wording:
    return Wording(sentences, "Ann Lee, a speech", ("agency",), "2025-01-20", "2025-01-20")


@st.composite
def a_text_and_a_cut(draw):
    """Sentences, and some of their words as they follow each other, at least one."""
    sentences = draw(TEXTS)
    words = [word for sentence in sentences for word in sentence]
    first = draw(st.integers(0, len(words) - 1))
    return sentences, words[first : draw(st.integers(first + 1, len(words)))]


def spoken(sentences) -> Wording:
    return wording(*(" ".join(s).capitalize() + "." for s in sentences))


def test_a_wording_is_compared_without_case_marks_and_hyphens():
    assert plain("Self-deportation is “The SAFEST” option—now.") == [
        "self",
        "deportation",
        "is",
        "the",
        "safest",
        "option",
        "now",
    ]


@given(a_text_and_a_cut())
def test_words_cut_out_of_a_text_are_found_whole(case):
    sentences, cut = case
    assert spoken(sentences).longest_match(" ".join(cut)).value == len(cut)


@given(a_text_and_a_cut(), st.data())
def test_case_hyphens_and_curly_quotes_do_not_matter(case, data):
    sentences, cut = case
    quoted = "".join(word.upper() + data.draw(SEPARATORS) for word in cut)
    assert spoken(sentences).longest_match(f"“{quoted}”").value == len(cut)
    assert wording(quoted).longest_match(" ".join(cut)).value == len(cut)


@pytest.mark.parametrize(
    "text, quoted, n",
    [
        ("the people’s mandate", "THE PEOPLE'S MANDATE", 3),
        ("the people's", "the people’s", 2),
        ("these ‘deep state’ agents", "these deep state agents", 4),
        ("'deep state'", "deep state", 2),
        ("the deep state", "‘the deep’ state", 3),
        ("non\u2011detained", "non-detained", 2),
        ("in ﬁve days", "in five days", 3),
    ],
)
def test_single_quotes_are_marks_and_an_apostrophe_is_part_of_its_word(text, quoted, n):
    assert wording(text).longest_match(quoted).value == n


@given(a_text_and_a_cut(), st.data())
def test_a_changed_word_shortens_the_run(case, data):
    sentences, cut = case
    at = data.draw(st.integers(0, len(cut) - 1))
    changed = [*cut[:at], "zzz", *cut[at + 1 :]]
    found = spoken(sentences).longest_match(" ".join(changed)).value
    assert max(at, len(cut) - at - 1) <= found < len(cut)


@given(TEXTS, st.lists(WORD, min_size=1, max_size=6))
def test_a_run_is_no_longer_than_what_was_quoted_and_stands_in_the_text(sentences, quoted):
    found = spoken(sentences).longest_match(" ".join(quoted)).value
    text = f" {' '.join(w for s in sentences for w in s)} "
    runs = [
        b - a
        for a in range(len(quoted))
        for b in range(a + 1, len(quoted) + 1)
        if f" {' '.join(quoted[a:b])} " in text
    ]
    assert found == max(runs, default=0)


def test_a_part_of_a_word_is_no_word():
    assert wording("the police act").longest_match("polic").value == 0
    assert wording("crooked agents").longest_match("crook agent").value == 0


@pytest.mark.parametrize("sentences", [(), ("",)])
def test_where_no_words_were_found_there_is_no_figure(sentences):
    for figure, unit in (
        (wording(*sentences).longest_match("any words"), "words"),
        (wording(*sentences).count("ICE"), "mentions"),
    ):
        assert (figure.known, figure.unit, figure.sources) == (False, unit, ("agency",))


def test_where_no_words_were_found_the_passage_says_so(shown):
    wording().show("any words")
    assert shown[-1][0]["text/plain"].endswith("No public wording was found.")


@pytest.mark.parametrize(
    "names, n",
    [
        ("ICE", 2),
        ("ice", 2),
        ("police", 1),
        ("FBI", 0),
        ("Immigration and Customs Enforcement", 1),
        ("ICE or Immigration and Customs Enforcement", 3),
        ("Customs", 1),
        ("immigration customs", 0),
    ],
)
def test_only_whole_words_are_counted(names, n):
    text = (
        "ICE’s officers, the police, justice and twice the price.",
        "Immigration and Customs\u00a0Enforcement (ICE).",
    )
    assert wording(*text).count(names).value == n


@given(st.lists(st.sampled_from(["ice", "icebox", "nice", "fbi", "fbis"]), min_size=1))
def test_as_many_mentions_as_words_of_that_name(words):
    said = wording(" ".join(words).title())
    assert said.count("ICE").value == words.count("ice")
    assert said.count("ICE or FBI").value == words.count("ice") + words.count("fbi")


def test_the_passage_shown_is_the_sentence_with_most_of_the_words_and_the_next(shown):
    said = wording("We begin.", "We return millions of aliens.", "Thank you.", "Millions.")
    assert said.around("millions of criminal aliens") == (
        "We return millions of aliens.",
        "Thank you.",
    )
    said.show("millions of aliens")
    assert "We return millions of aliens. Thank you." in shown[-1][0]["text/plain"]
