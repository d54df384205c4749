"""The claims: each fault is one line that names file, entry and key."""

import re

import pytest

from factcheck import article, ledger
from factcheck.article import LedgerError, Unknown
from invented import CODE, ENTRY, PARAMETERS

FILE = "notebooks/counts.claims.yml"
GOOD = ENTRY.format(id="C901", asserted="at least 271")


def fault(project, text: str) -> str:
    """Read a claims file with this text: the one line that says what is wrong."""
    project.write(FILE, text)
    with pytest.raises(LedgerError) as caught:
        ledger.claims()
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- one fault, one line: file, entry, key


@pytest.mark.parametrize(
    "old, new, key, why",
    [
        ("speaker:", "speakr:", "", "'speakr' was unexpected|'speaker' is a required|contain"),
        ("  kind: quantity\n", "", "", "kind"),
        ("kind: quantity", "kind: number", "kind: ", "must be one of"),
        ("id: C901", "id: 901", "id: ", "must match"),
        ("fiscal year 2024.", "fiscal year 2024", "says: ", "must match"),
        ("sentence: P1.S1", "sentence: first", "sentence: ", "must match"),
        ("sentence: P1.S1", "sentence: P9.S9", "sentence: ", "the article has no sentence 'P9.S9'"),
        ("at least 271", "at lest 271", "asserted: ", "'at lest 271' has no row"),
        ("at least 271", "5 percent", "asserted: ", "'5 percent' does not fit"),
        ("  unit: removals\n", "", "unit: ", "needs one"),
        (
            "  words:",
            "  parameters: {fiscal_yaer: 2024}\n  words:",
            "",
            "no parameter 'fiscal_yaer'; known: fiscal_year, asserted, counted_by",
        ),
        ("{asserted:", "{said: 5, asserted:", "", "no parameter 'said'"),
        (
            "  words:",
            "  thresholds: {counted_by: half}\n  words:",
            "counted_by: ",
            "'half' does not fit",
        ),
        (
            "  words:",
            "  parameters: {fiscal_year: last}\n  words:",
            "parameter 'fiscal_year': ",
            "'last' is not a whole number",
        ),
        ('{asserted: "at least 271"}', "[at least 271]", "words: ", "must be object"),
        (
            "  unit:",
            "  choices: {counted_by: [rows, report]}\n  unit:",
            "choices.counted_by: ",
            "the first, 'rows', is ours, but the parameter is 'report'",
        ),
        ("  unit:", "  choices: {counted_by: [report]}\n  unit:", "choices.counted_by: ", "2 items"),
        (
            "  unit:",
            "  choices: {counted_bi: [report, rows]}\n  unit:",
            "",
            "parameter 'counted_bi'",
        ),
        ("  unit:", "  quote: " + "word " * 16 + "\n  unit:", "quote: ", "more than 15 words"),
        ("  unit:", "  but: no\n  unit:", "but: ", "10 characters"),
    ],
)
def test_a_fault_names_file_entry_and_key(project, old, new, key, why):
    assert old in GOOD
    line = fault(project, GOOD.replace(old, new, 1))
    name = "901" if "id: 901" in new else "C901"
    assert re.match(rf"{FILE}: {name}: .*{re.escape(key)}", line), line
    assert re.search(why, line), line


def test_a_key_that_stands_twice_is_named(project):
    line = fault(project, GOOD + "  kind: date\n")
    assert line == f"{FILE}: the key 'kind' stands twice in the entry at line 1"


def test_words_that_another_claim_of_the_notebook_has_are_not_borrowed_from_its_default(project):
    other = GOOD.replace("C901", "C902").replace('  words: {asserted: "at least 271"}\n', "")
    line = fault(project, GOOD + other)
    assert line.startswith(f"{FILE}: C902: words.asserted: another claim of this notebook has it")
    ours = GOOD.replace("C901", "C902").replace("words:", "thresholds:")
    project.write(FILE, GOOD + ours)
    assert ledger.get("C902").thresholds == {"asserted": "at least 271"}


def test_a_quote_may_have_fifteen_words(project):
    project.write(FILE, GOOD + "  quote: " + "word " * 15 + "\n")
    assert len(ledger.get("C901").quote.split()) == 15


def test_an_id_that_stands_twice_in_a_file_is_named(project):
    assert fault(project, GOOD + GOOD).startswith(f"{FILE}: C901: the id stands also beside")


def test_an_id_that_stands_in_two_files_is_named(project):
    project.notebook("other")
    project.claim("other", "C901")
    with pytest.raises(LedgerError) as caught:
        ledger.claims()
    assert (
        str(caught.value) == "notebooks/other.claims.yml: C901: the id stands also beside "
        "notebooks/counts.ipynb"
    )


@pytest.mark.parametrize("text", ["- id: [", "id: C901", "", "[]", "- C901", "\tid: C901"])
def test_what_is_no_list_of_entries_is_refused_by_file(project, text):
    assert fault(project, text).startswith(f"{FILE}: ")


def test_text_that_is_not_utf_8_is_refused_by_file(project):
    (project.root / FILE).write_bytes(GOOD.encode() + b"  but: \xff\xfe\n")
    with pytest.raises(LedgerError, match=f"^{FILE}: "):
        ledger.claims()


def test_a_notebook_that_is_not_there_is_named(project):
    (project.root / "notebooks/counts.ipynb").unlink()
    with pytest.raises(LedgerError, match="^notebooks/counts.ipynb is not there, but its claims"):
        ledger.claims()


# --- the parameters cell


def bad_cell(project, parameters: str) -> str:
    project.notebook("counts", CODE, parameters)
    with pytest.raises(LedgerError) as caught:
        ledger.claims()
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "line, why",
    [
        ("a, b = 1, 2", "line 6 is not one plain assignment"),
        ("day = date(2025, 3, 11)", "malformed"),
        ("x: int = 5", "line 6 is not one plain"),
        ("import os", "line 6 is not one plain"),
        ("x = ", "invalid syntax"),
        ("a = b = 5", "line 6 is not one plain assignment"),
        ("certain = True", "line 6 is not one plain assignment of text or a number"),
        ("labels = ['one', 'two']", "line 6 is not one plain assignment of text or a number"),
        ("nothing = None", "line 6 is not one plain assignment of text or a number"),
    ],
)
def test_a_parameter_that_papermill_cannot_set_is_named(project, line, why):
    fault = bad_cell(project, PARAMETERS + line)
    assert fault.startswith("notebooks/counts.ipynb: parameters cell: ") and why in fault


def test_a_notebook_without_a_parameters_cell_is_named(project):
    file = project.root / "notebooks/counts.ipynb"
    project.write("notebooks/counts.ipynb", file.read_text().replace('"parameters"', '"other"'))
    with pytest.raises(LedgerError, match="notebooks/counts.ipynb: parameters cell: it needs one"):
        ledger.claims()


@pytest.mark.parametrize("text", ["{}", '{"cells": [', ""])
def test_a_notebook_that_is_no_notebook_is_named(project, text):
    project.write("notebooks/counts.ipynb", text)
    with pytest.raises(LedgerError, match="notebooks/counts.ipynb: "):
        ledger.claims()


@pytest.mark.parametrize("line", ['published: "soon"', "titel: T"])
def test_a_fault_in_the_article_s_file_names_it(project, line):
    file = project.root / "notebooks/article.yml"
    project.write(
        "notebooks/article.yml",
        re.sub(rf"(?m)^({line.split(':')[0][:3]}\w+):.*$", line, file.read_text()),
    )
    with pytest.raises(LedgerError, match="^notebooks/article.yml: "):
        article.get()


# --- a sound file


def test_a_parameter_has_the_type_of_its_default_and_all_else_is_text(project):
    project.write(
        FILE,
        GOOD.replace("period: fiscal year 2024", "period: 12:30")
        + "  parameters: {fiscal_year: 2023, counted_by: no}\n",
    )
    claim = ledger.get("C901")
    assert claim.parameters == {"fiscal_year": 2023, "asserted": "at least 271", "counted_by": "no"}
    assert claim.period == "12:30"


@pytest.mark.parametrize(
    "default, value, kind",
    [
        ("2024", "2023.5", "a whole number"),
        ("2024", "True", "a whole number"),
        ("0.5", "half", "a float"),
    ],
)
def test_a_value_of_another_type_than_the_default_is_refused(project, default, value, kind):
    project.notebook("counts", CODE, f"{PARAMETERS}extra = {default}\n")
    with pytest.raises(Unknown, match=f"^C901: parameter 'extra': .*is not {kind}"):
        ledger.get("C901").with_parameters({"extra": value})


@pytest.mark.parametrize(
    "default, value, typed",
    [("2024", "2023", 2023), ("0.5", "2", 2.0), ("''", "12:30", "12:30")],
)
def test_a_value_takes_the_type_of_the_default(project, default, value, typed):
    project.notebook("counts", CODE, f"{PARAMETERS}extra = {default}\n")
    found = ledger.get("C901").with_parameters({"extra": value})["extra"]
    assert (found, type(found)) == (typed, type(typed))


def test_reserved_parameters_are_no_claim_s(project):
    assert not {"claim", "as_of"} & set(ledger.get("C901").parameters)
    with pytest.raises(Unknown, match="no parameter 'as_of'"):
        ledger.get("C901").with_parameters({"as_of": "2025-03-11"})


@pytest.mark.parametrize(
    "text, found",
    [
        ("C901", True),
        ("c901", True),
        ("at least 271", True),
        ("the AGENCY removed", True),
        ("P1.S1", True),
        ("counts", True),
        ("282", False),
    ],
)
def test_find_looks_through_wording_figure_and_notebook(project, text, found):
    assert [c.id for c in ledger.find(text)] == (["C901"] if found else [])


def test_claims_stand_in_the_article_s_order(project):
    for name, id, place in (("a", "C900", "P1.S2"), ("b", "C902", "P1.S1")):
        project.notebook(name)
        text = ENTRY.format(id=id, asserted="271").replace("P1.S1", place)
        project.write(f"notebooks/{name}.claims.yml", text)
    assert list(ledger.claims()) == ["C901", "C902", "C900"]
