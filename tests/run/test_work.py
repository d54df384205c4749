"""What is run again and why, what is taken as it was kept, and what was kept and spoilt."""

import json

import here
import nbformat
import pytest
from edits import edit, in_notebook
from nbformat.v4 import new_markdown_cell

from factcheck.paths import root
from invented import SOURCES
from press.run import cache, keys, work

SUBJECTS = ["C901", "C902", "C903", "C904", "P1.S1", "P1.S2"]
OF = {subject: {f"{subject} (then)", f"{subject} (now)"} for subject in SUBJECTS}
ALL = set.union(*OF.values())


# --- the first run, and one with nothing to do


def test_every_run_is_executed_once_for_each_day_and_none_serves_for_two(collection):
    _, first = collection
    assert {name: ran.reason for name, ran in first.items()} == dict.fromkeys(ALL, keys.NEW)


@pytest.mark.parametrize(
    "subject, claim, then, now",
    [
        ("C901", "C901", "supported", "supported"),
        ("C902", "C902", "cannot_check", "supported"),
        ("C903", "C903", "cannot_check", "supported"),
        ("C904", "C904", "open", "supported"),
        ("P1.S1", "C905", "supported", "supported"),
        ("P1.S2", "C906", "cannot_check", "contradicted"),
    ],
)
def test_the_verdicts_are_those_of_each_day(collection, subject, claim, then, now):
    _, first = collection
    on_both = [first[f"{subject} ({moment})"].records[claim] for moment in ("then", "now")]
    assert [record.verdict for record in on_both] == [then, now]
    assert [record.as_of for record in on_both] == ["2025-03-11", ""]


def test_a_second_run_executes_nothing_and_finds_the_same_records(collection, kept):
    again = kept.runs()
    assert {name for name, ran in again.items() if ran.reason or ran.seconds} == set()
    first = collection[1]
    records = {
        name: {c: r.to_json() for c, r in ran.records.items()} for name, ran in first.items()
    }
    for name, ran in again.items():
        assert {claim: r.to_json() for claim, r in ran.records.items()} == records[name], name


# --- an edit


def test_a_changed_code_cell_executes_its_notebook_again_then_and_now(kept):
    in_notebook(lambda book: book.cells[1].update(source="1 + 1\n" + book.cells[1].source))(
        kept.project
    )
    assert kept.whys() == dict.fromkeys(OF["C901"], "notebook")


def test_changed_prose_executes_its_notebook_again_and_stands_in_what_was_executed(kept):
    remark = new_markdown_cell("A *new* remark.")
    in_notebook(lambda book: book.cells.insert(1, remark))(kept.project)
    assert kept.whys() == dict.fromkeys(OF["C901"], "notebook")
    executed = nbformat.read(root() / "build/notebooks/C901.then.ipynb", as_version=4)
    assert executed.cells[1].source == "A *new* remark."


def test_a_table_built_again_runs_those_that_read_it_and_names_it(kept):
    edit("data/processed/undated.csv", "leaf,271,271", "leaf,272,272")(kept.project)
    kept.project.seal("undated")
    again = kept.runs()
    assert {n: str(ran.reason) for n, ran in again.items() if ran.reason} == dict.fromkeys(
        OF["C903"], "table undated"
    )
    assert again["C903 (now)"].records["C903"].checks[0].value == 272


def test_a_source_that_may_no_longer_decide_runs_those_that_name_it_and_moves_the_verdict(kept):
    barred = SOURCES.replace(
        "2025-09-29,stated,primary,whole,no,yes", "2025-09-29,stated,primary,whole,no,no"
    )
    assert barred != SOURCES
    kept.project.write("data/raw/sources.csv", barred)
    again = kept.runs()
    assert {n: str(ran.reason) for n, ran in again.items() if ran.reason} == dict.fromkeys(
        OF["C902"], "source records"
    )
    assert again["C902 (now)"].records["C902"].verdict == "cannot_check"


def test_a_source_that_is_added_runs_nothing(kept):
    row = "more,M,T,https://more.example/,2025-01-01,stated,primary,whole,no,yes\n"
    kept.project.write("data/raw/sources.csv", SOURCES + row)
    assert kept.whys() == {}


def test_another_day_of_the_article_runs_all_again(kept):
    edit("notebooks/article.yml", "2025-03-11", "2025-12-31")(kept.project)
    again = kept.runs()
    assert {name for name, ran in again.items() if ran.reason} == ALL
    assert again["C902 (then)"].records["C902"].verdict == "supported"


def test_new_words_of_a_claim_run_again_the_ruling_that_cites_it(kept):
    edit("notebooks/counts.claims.yml", "removed some people", "removed many people")(kept.project)
    again = kept.runs()
    # P1.S1 shows C901 as computed of the same sentence.
    wanted = OF["C901"] | OF["P1.S1"] | OF["P1.S2"]
    assert {name for name, ran in again.items() if ran.reason} == wanted
    ruling = again["P1.S2 (now)"].records["C906"]
    assert ruling.evidence["for"][0].told == "The agency removed many people in fiscal year 2024."


def test_force_executes_all_and_gives_the_same_bytes(kept):
    before = left()
    again = kept.runs(force=True)
    assert {name: ran.reason for name, ran in again.items()} == dict.fromkeys(ALL, keys.FORCED)
    assert left() == before


# --- a run that fails


def test_a_failed_run_forgets_what_was_kept_and_runs_again_until_it_is_mended(kept):
    sound = (root() / "notebooks/counts.ipynb").read_text()
    in_notebook(lambda book: book.cells[1].update(source="1 / 0"))(kept.project)
    failed = kept.runs()
    assert failed["C901 (now)"].error == "ZeroDivisionError: division by zero"
    assert failed["C901 (now)"].records == {}
    assert {name for name, ran in failed.items() if ran.error} == OF["C901"]
    assert kept.whys() == dict.fromkeys(OF["C901"], "not run before")
    kept.project.write("notebooks/counts.ipynb", sound)
    mended = kept.runs()
    assert not [ran for ran in mended.values() if ran.error]
    assert kept.whys() == {}


# --- what was kept and is not sound


def left() -> dict[str, bytes]:
    """All that runs leave."""
    files = [path for path in sorted((root() / "build").rglob("*")) if path.is_file()]
    return {str(path.relative_to(root())): path.read_bytes() for path in files}


def truncate(path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def falsify(path) -> None:
    path.write_text(path.read_text().replace('"verdict": "supported"', '"verdict": "open"'))


def lacking(part: str):
    """Write an entry as another version of the press might: its sum fits what it says."""

    def write(path) -> None:
        entry = json.loads(path.read_text())
        del entry[part]
        path.write_text(json.dumps(entry | {"sum": cache._sum(entry)}))

    return write


ENTRY, NOTEBOOK = "build/cache/C902.now.json", "build/notebooks/C902.ipynb"
DAMAGE = {
    "truncated": (ENTRY, truncate, keys.DAMAGED),
    "another kind": (ENTRY, lambda path: path.write_text("[]"), keys.DAMAGED),
    "another verdict": (ENTRY, falsify, keys.DAMAGED),
    "no sources": (ENTRY, lacking("sources"), keys.DAMAGED),
    "no parts": (ENTRY, lacking("parts"), keys.DAMAGED),
    "gone": (ENTRY, lambda path: path.unlink(), keys.NEW),
    "notebook truncated": (NOTEBOOK, truncate, keys.CHANGED),
    "notebook gone": (NOTEBOOK, lambda path: path.unlink(), keys.NEW),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_what_was_damaged_by_hand_is_noticed_and_made_again(kept, name):
    path, damage, reason = DAMAGE[name]
    before = left()
    damage(root() / path)
    assert kept.whys() == {"C902 (now)": str(reason)}
    assert left() == before


# --- verify


def verified(press) -> list[work.Ran]:
    return work.verified([*press.runs().values()], press.new_command())


def test_verify_finds_nothing_where_all_is_sound(kept):
    assert [ran.run.name for ran in verified(kept) if not ran.same] == []


def test_verify_finds_what_only_an_execution_can_tell(kept):
    for ran in kept.runs().values():  # kept as if it had been found: nothing else can tell
        text = (root() / ran.run.out).read_text().replace('"id"', '"id" ')
        cache.keep(ran.run, cache.Found(ran.records, text))
    assert kept.whys() == {}
    assert len([ran for ran in verified(kept) if not ran.same]) == 2  # a tenth of twelve


def test_verify_names_what_fails_when_it_is_executed_again(kept, monkeypatch):
    done = [*kept.runs().values()]
    monkeypatch.setattr(here, "found", lambda run: 1 / 0)
    again = work.verified(done, kept.new_command())
    assert len([ran for ran in again if not ran.same]) == 2
