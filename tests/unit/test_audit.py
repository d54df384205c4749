"""The audit: a tiny article against a tiny ledger, and each change of either is named."""

import hashlib

import pytest
from click.testing import CliRunner

from factcheck import article
from factcheck.reading import WORDS
from invented import ruled
from press import audit
from press.cli import cli

ARTICLE = """\
By February, ICE had made “about 18,000 arrests,”  Caleb Vitello said. Ten days later – on \
Sunday – the director’s post was empty.

The U.S. plan (of 2024) doubled it! Officers were left to guess.
Most important, said Homan, the officials’ “sense of urgency.”
"""
SENTENCES = {
    "P1.S1": 'By February, ICE had made "about 18,000 arrests," Caleb Vitello said.',
    "P1.S2": "Ten days later - on Sunday - the director's post was empty.",
    "P2.S1": "The U.S. plan (of 2024) doubled it!",
    "P2.S2": "Officers were left to guess.",
    "P3.S1": 'Most important, said Homan, the officials\' "sense of urgency."',
}
NO_CLAIM = {
    "title": {"extent": "whole", "reason": "The headline."},
    "P2.S2": {"extent": "whole", "reason": "An image."},
    "P3.S1": {"extent": "part", "reason": "The opening words rate."},
}
CLAIMS = {
    "C902": (
        "P1.S1",
        "Vitello, first name Caleb, gave a count of ICE arrests by February.",
        "about 18,000 arrests",
    ),
    "C903": ("P1.S2", "The post of director was empty that Sunday.", "Ten days later"),
    "C904": ("P2.S1", "The plan of the U.S. for the year 2024 doubled the count.", ""),
    "C905": ("P3.S1", "They spoke with urgency, by Homan's account.", "sense of urgency"),
}


def written(
    project, claims: dict = CLAIMS, sentences: dict = SENTENCES, no_claim: dict = NO_CLAIM
) -> None:
    """Pin the sentences in article.yml and write the claims."""
    pins = {key: hashlib.sha256(text.encode()).hexdigest() for key, text in sentences.items()}
    words = sum(len(text.split()) for text in sentences.values())
    project.article(words=words, sentences=pins, no_claim=no_claim)
    (project.root / "notebooks/counts.claims.yml").unlink(missing_ok=True)
    project.rulings(*(entry(id, *claim) for id, claim in claims.items()))


def entry(id: str, sentence: str, says: str, quote: str) -> str:
    text = ruled(id, sentence=sentence, more=f"  quote: '{quote}'\n" if quote else "")
    return text.replace(f"The {id} of the deputies was moved.", says)


def changed(id: str, old: str, new: str) -> dict:
    """The claims with a word of one of them changed."""
    sentence, says, quote = CLAIMS[id]
    assert old in says + quote
    return CLAIMS | {id: (sentence, says.replace(old, new), quote.replace(old, new))}


def test_an_article_that_the_ledger_meets_has_no_fault(project):
    written(project)
    assert audit.faults(ARTICLE) == []


def test_a_wrong_number_of_the_article_s_words_is_named(project):
    written(project)
    file = project.root / "notebooks/article.yml"
    right = article.get().words
    file.write_text(file.read_text().replace(f"words: {right}", f"words: {right + 1}"))
    assert audit.faults(ARTICLE) == [f"article.yml: words: the article has {right}"]


def test_straight_quotes_hyphens_and_blanks_make_no_difference(project):
    written(project)
    assert (
        audit.faults(
            "\n\n".join(
                [
                    " ".join(list(SENTENCES.values())[:2]),
                    f"  {SENTENCES['P2.S1']}   {SENTENCES['P2.S2']} ",
                    SENTENCES["P3.S1"],
                ]
            )
        )
        == []
    )


# --- the text is another than the ledger's


@pytest.mark.parametrize(
    "old, new, sentence",
    [
        ("about 18,000 arrests", "about 18,000 removals", "P1.S1"),
        ("18,000", "19,000", "P1.S1"),
        ("Caleb Vitello", "Caleb Vitella", "P1.S1"),
        ("February", "January", "P1.S1"),
        ("Sunday", "Monday", "P1.S2"),
        ("Ten days", "Six days", "P1.S2"),
        ("2024", "2025", "P2.S1"),
        ("ICE had", "Ice had", "P1.S1"),
        ("empty.", "empty!", "P1.S2"),
        ("guess", "guess so", "P2.S2"),
        ("The U.S. plan (of 2024) doubled it! ", "", "P2.S1"),
        ("Ten days later – on Sunday – the director’s post was empty.", "", "P1.S2"),
    ],
)
def test_a_changed_word_or_sentence_of_the_text_is_named(project, old, new, sentence):
    written(project)
    assert old in ARTICLE
    faults = audit.faults(ARTICLE.replace(old, new))
    assert f"{sentence}: no sentence of the article is as pinned in article.yml" in faults


@pytest.mark.parametrize(
    "at, line",
    [
        (ARTICLE.index("Ten days"), "paragraph 1: not pinned: It ended."),
        (ARTICLE.index("\nMost"), "paragraph 2: not pinned: It ended."),
        (len(ARTICLE), "paragraph 4: not pinned: It ended."),
    ],
)
def test_a_sentence_too_many_is_named_by_its_paragraph(project, at, line):
    written(project)
    faults = audit.faults(f"{ARTICLE[:at]} It ended. {ARTICLE[at:]}")
    assert any(fault.startswith(line) for fault in faults), faults


def test_an_empty_text_has_no_sentence_as_pinned(project):
    written(project)
    assert len(audit.faults("")) == len(SENTENCES)


# --- the ledger is another than the text's


@pytest.mark.parametrize(
    "id, old, new, fault",
    [
        ("C902", "18,000", "19,000", "the quote is not in the sentence: about 19,000 arrests"),
        ("C902", "18,000", "19,000", "no claim says or quotes '18,000'"),
        (
            "C902",
            "about 18",
            "almost 18",
            "the quote is not in the sentence: almost 18,000 arrests",
        ),
        ("C902", "first name Caleb", "once", "no claim says or quotes 'Caleb'"),
        ("C902", "Vitello", "Homan", "no claim says or quotes 'Vitello'"),
        ("C902", "February", "January", "no claim says or quotes 'February'"),
        ("C903", "Sunday", "Monday", "no claim says or quotes 'Sunday'"),
        ("C903", "Ten days", "Six days", "no claim says or quotes 'Ten'"),
        ("C904", "2024", "2025", "no claim says or quotes '2024'"),
        ("C905", "urgency", "alarm", "the quote is not in the sentence: sense of alarm"),
        ("C905", "Homan's", "Noem's", "no claim says or quotes 'Homan'"),
    ],
)
def test_a_changed_word_of_a_claim_is_named_with_its_sentence(project, id, old, new, fault):
    written(project, changed(id, old, new))
    faults = audit.faults(ARTICLE)
    assert any(line.startswith(CLAIMS[id][0] + ": ") and line.endswith(fault) for line in faults)
    assert all(line.startswith(CLAIMS[id][0]) for line in faults), faults


def test_a_quote_from_another_sentence_is_no_quote_of_this_one(project):
    written(project, CLAIMS | {"C906": ("P1.S2", "They felt the urgency of it.", "of urgency")})
    assert audit.faults(ARTICLE) == ["P1.S2: C906: the quote is not in the sentence: of urgency"]


@pytest.mark.parametrize("quote", ["8,000 arrests", "bout 18", "about 18,000 arrest"])
def test_a_quote_does_not_cut_a_number_or_a_word_in_two(project, quote):
    written(project, CLAIMS | {"C906": ("P1.S1", "They counted the arrests in all.", quote)})
    assert audit.faults(ARTICLE) == [f"P1.S1: C906: the quote is not in the sentence: {quote}"]


def test_a_sentence_without_a_claim_is_named_unless_it_is_listed(project):
    claims = {id: claim for id, claim in CLAIMS.items() if id != "C904"}
    written(project, claims)
    assert "P2.S1: no claim, and not listed as claiming nothing" in audit.faults(ARTICLE)
    written(project, claims, no_claim=NO_CLAIM | {"P2.S1": NO_CLAIM["P2.S2"]})
    assert audit.faults(ARTICLE) == []
    written(project, no_claim={})
    assert audit.faults(ARTICLE) == ["P2.S2: no claim, and not listed as claiming nothing"]


def test_what_claims_nothing_in_part_is_met_all_the_same(project):
    written(project, changed("C905", "Homan", "somebody"))
    assert audit.faults(ARTICLE) == ["P3.S1: no claim says or quotes 'Homan'"]


# --- numbers, dates and names


def faults_of(project, sentence: str, says: str = "Somebody said that it was so.") -> list[str]:
    """Audit an article of one sentence, of which one claim says something."""
    written(project, {"C902": ("P1.S1", says, "")}, {"P1.S1": audit.fold(sentence)}, {})
    return audit.faults(sentence)


@pytest.mark.parametrize(
    "word",
    [
        "18,000",
        "1.5",
        "$175",
        "20%",
        "FY2024",
        "287(g)",
        "top",
        "half",
        "tens of thousands",
        "hundreds",
        "dozens",
        "billions",
        "1960s",
        "decade",
        "yesterday",
        "March",
        "Friday",
        "Vance",
        *(word for word in WORDS if word != "one"),
    ],
)
def test_a_number_date_or_name_that_no_claim_says_is_named(project, word):
    faults = faults_of(project, f"There they spoke of {word} and left.")
    assert faults and all(fault.startswith("P1.S1: no claim says or quotes '") for fault in faults)
    assert (
        faults_of(
            project, f"There they spoke of {word} and left.", f"Somebody spoke of {word} there."
        )
        == []
    )


@pytest.mark.parametrize(
    "sentence",
    ["Nobody knew why the officers had left.", "“Nobody Knew,” said one of them, and I left."],
)
def test_other_words_need_no_claim(project, sentence):
    assert faults_of(project, sentence) == []


def test_a_name_is_met_in_its_possessive_and_in_any_case(project):
    assert (
        faults_of(
            project, "It was then that Noem’s deputies left.", "Deputies of NOEM left their posts."
        )
        == []
    )


# --- the command


@pytest.mark.parametrize(
    "old, code, said",
    [
        ("", 0, "4 claims, 5 sentences: 0 faults"),
        ("18,000", 1, "P1.S1: no sentence of the article"),
    ],
)
def test_the_command_names_each_fault_and_exits_1(project, old, code, said):
    written(project)
    file = project.write("article.txt", ARTICLE.replace(old, "some") if old else ARTICLE)
    ran = CliRunner().invoke(cli, ["audit", str(file)])
    assert ran.exit_code == code, ran.output
    assert said in ran.output
