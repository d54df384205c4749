"""A notebook that fails is one line, stops no other, is on no page and cannot be accepted."""

import json
import re

import here
import pytest

from factcheck.article import LedgerError
from invented import CODE, COUNTS, PARAMETERS

BROKEN = {
    "C902": ("raises", "raise ValueError('what went\\nwrong')", "ValueError: what went wrong"),
    "C903": ("silent", "1 + 1", "the notebook never concludes"),
    "C904": (
        "checkless",
        CODE.replace("case.check", "case.note").replace(", asserted)", ")"),
        "CheckError: C904: it concludes but never checks or compares",
    ),
    "C905": (
        "tampered",
        CODE.replace('"counts"', '"more_counts"'),
        "TableError: data/processed/more_counts.csv is not what",
    ),
}


@pytest.fixture(scope="module")
def failing(running):
    """A run of one sound and four broken claims, with an older result of a broken one."""
    running.table("more_counts", COUNTS)
    running.write("data/processed/more_counts.csv", COUNTS.replace("271", "270"))
    for claim, (name, code, _) in BROKEN.items():
        running.notebook(name, code, PARAMETERS.replace("C901", claim))
        running.claim(name, claim)
    running.write("build/notebooks/C902.ipynb", "an older result")
    with here.press(running) as press:
        yield press, press.reproduce()


def test_a_failed_notebook_exits_1_and_the_others_finish(failing):
    press, done = failing
    assert done.code == 1
    text = (press.project.root / "build/results.json").read_text()
    results = {entry["id"]: entry for entry in json.loads(text)}
    assert sorted(results) == ["C901", *sorted(BROKEN)]
    assert results["C901"]["then"]["verdict"] == results["C901"]["now"]["verdict"] == "supported"
    assert all(results[c]["then"] is results[c]["now"] is None for c in BROKEN)


@pytest.mark.parametrize("claim", BROKEN)
def test_each_failure_is_one_line_that_says_why(failing, claim):
    lines = [line for line in failing[1].told.splitlines() if line.startswith(f"failed {claim}")]
    names = [line.split(":")[0] for line in lines]
    assert names == [f"failed {claim} (then)", f"failed {claim} (now)"]
    assert all(BROKEN[claim][2] in line for line in lines), lines


def test_a_failure_leaves_the_older_notebook_and_no_page(failing):
    build = failing[0].project.root / "build"
    assert (build / "notebooks/C902.ipynb").read_text() == "an older result"
    kept = {path.name for path in (build / "notebooks").iterdir()}
    assert kept == {"C901.ipynb", "C901.then.ipynb", "C902.ipynb"}
    assert [path.name for path in (build / "site/claims").iterdir()] == ["C901.html"]


def test_the_front_page_and_the_sheet_name_a_failed_run_and_do_not_link_it(failing):
    site = failing[0].project.root / "build/site"
    for name in ("index.html", "sheet.html"):
        page = (site / name).read_text()
        assert page.count("run failed") >= 2 * len(BROKEN), name
        links = re.findall(r'href="(claims/\w+\.html)"', page)
        assert links and all((site / link).is_file() for link in links), (name, links)


def test_a_failed_run_cannot_be_accepted(failing):
    press, _ = failing
    with pytest.raises(LedgerError, match="nothing is accepted: "):
        press.accept()
    assert not (press.project.root / "data/processed/verdicts.csv").exists()
    assert not (press.project.root / "tests/notebooks").exists()
