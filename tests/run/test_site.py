"""The pages are written again where one thing that they are made of has moved, and not else."""

import shutil
from pathlib import Path

import pytest
from edits import append, edit, in_notebook
from nbformat.v4 import new_markdown_cell

from factcheck.paths import root
from invented import APART, REPO, ruled
from press.site import build, notebook, pages


@pytest.fixture
def written(press, monkeypatch):
    """The press after a first run, beside a library of its own, and the writings since then."""
    press.project.rulings(ruled("C902", APART))
    for package in ("factcheck", "press"):
        left_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPO / "lib" / package, root() / "lib" / package, ignore=left_out)
    monkeypatch.setattr(build, "LIBRARY", root() / "lib")
    press.reproduce()
    since: list[int] = []

    def counted(found, stories):
        since.append(len(found))
        return whole(found, stories)

    whole = pages.build
    monkeypatch.setattr(pages, "build", counted)
    return press, since


CHANGES = {
    "a template": append("lib/press/site/templates/base.html.j2", "{# new #}"),
    "the style": append("lib/press/site/templates/house.css", "/* new */"),
    "a notebook's template": append("lib/press/site/templates/notebook/index.html.j2", "{# new #}"),
    "the pages' code": append("lib/press/site/pages.py", "# new\n"),
    "the parts' template": append("lib/factcheck/templates/parts.html.j2", "{# new #}"),
    "the parts' code": append("lib/factcheck/show.py", "# new\n"),
    "the methodology": append("docs/methodology.md", "More.\n"),
    "the corrections": append("CORRECTIONS.md", "More.\n"),
    "a source": edit("data/raw/sources.csv", "Rows", "Records"),
    "the article": edit("notebooks/article.yml", "title: T", "title: Another"),
    "a ruling": edit("notebooks/record.claims.yml", "says otherwise", "denies it"),
    "the answer": lambda project: project.write(
        "notebooks/answer.yml", "- {text: Yes., rests_on: {}}\n"
    ),
    "a remark": in_notebook(lambda book: book.cells.append(new_markdown_cell("A remark."))),
}


@pytest.mark.parametrize("changed", CHANGES)
def test_the_pages_are_written_again_where_what_they_are_made_of_has_moved(written, changed):
    press, since = written
    CHANGES[changed](press.project)
    press.reproduce()
    assert since == [2]
    press.reproduce()
    assert since == [2]


def spoil(path: Path) -> None:
    path.write_text("spoilt")


@pytest.mark.parametrize("name", ["claims/C901.html", "sentences/P1.S2.html", "house.css"])
@pytest.mark.parametrize("damage", [spoil, Path.unlink])
def test_a_page_that_was_spoilt_or_deleted_is_written_again(written, name, damage):
    press, since = written
    path = root() / "build/site" / name
    before = path.read_bytes()
    damage(path)
    assert press.reproduce().ran == {}
    assert path.read_bytes() == before and since == [2]


def test_a_file_that_no_page_is_made_of_writes_nothing(written):
    press, since = written
    press.project.write("README.md", "More.\n")
    press.reproduce()
    assert since == []


def test_the_page_of_a_claim_that_is_gone_goes_too(written):
    press, _ = written
    assert (root() / "build/site/claims/C902.html").exists()
    (root() / "notebooks/record.claims.yml").unlink()
    press.reproduce()
    assert [path.name for path in (root() / "build/site/claims").iterdir()] == ["C901.html"]
    assert not list((root() / "build/site/sentences").iterdir())


def test_only_a_notebook_that_changed_is_rendered_again(written, monkeypatch):
    press, _ = written
    rendered = []

    def render(paths):
        rendered.extend(path.name for path in paths)
        return whole(paths)

    whole = notebook.render
    monkeypatch.setattr(notebook, "render", render)
    append("docs/methodology.md", "More.\n")(press.project)
    press.reproduce()
    assert rendered == []
    in_notebook(lambda book: book.cells.append(new_markdown_cell("A *remark*.")))(press.project)
    press.reproduce()
    assert sorted(rendered) == ["C901.ipynb", "C901.then.ipynb"]
    assert "A <em>remark</em>." in (root() / "build/site/claims/C901.html").read_text()


def test_a_changed_notebook_template_renders_every_notebook_again(written, monkeypatch):
    press, _ = written
    templates = root() / "lib/press/site/templates"
    edit("lib/press/site/templates/notebook/index.html.j2", "How we know</h2>", "So</h2>")(
        press.project
    )
    monkeypatch.setattr(notebook, "TEMPLATES", templates)
    notebook._exporter.cache_clear()
    press.reproduce()
    notebook._exporter.cache_clear()
    assert "<h2>So</h2>" in (root() / "build/site/claims/C901.html").read_text()
