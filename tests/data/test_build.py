"""`make data`: what it writes, what it refuses in one line, and that it writes all or nothing."""

import shutil

import pandas as pd
import pytest
import yaml

from factcheck.paths import MARK
from invented import LOADER, REPO, processed
from measures import package, raw
from measures.build import build, computed

VERDICTS = "processed/verdicts.csv"


@pytest.fixture
def root(tmp_path):
    """A copy of data/, to break."""
    shutil.copytree(REPO / "data", tmp_path / "data")
    return tmp_path


@pytest.fixture(scope="module")
def tables():
    cards = package.cards(REPO)
    return raw.load(REPO, raw.contents(REPO, cards, accept=False), cards)


def contents(root) -> dict[str, bytes]:
    return {
        str(file.relative_to(root)): file.read_bytes()
        for file in (root / "data").rglob("*")
        if file.is_file()
    }


def edit(root, path: str, old: str, new: str) -> None:
    file = root / "data" / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def refused(root, capsys) -> str:
    """Build, and return what stands on stderr: exit code 1, and nothing written."""
    before = contents(root)
    assert build(root, accept_raw=True) == 1
    assert contents(root) == before
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.removesuffix("\n")


# --- what it writes


def test_building_from_nothing_writes_what_is_committed(root, capsys):
    for path in processed():
        (root / "data/processed" / path.name).unlink()
    assert build(root) == 0
    assert contents(root) == contents(REPO)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(processed())
    assert all("rows in" in line and line.endswith("rows out") for line in lines)


def test_the_package_is_what_the_cards_say():
    """So a hand edit of data/datapackage.yaml is found."""
    cards = package.cards(REPO)
    tables = {path: (REPO / "data" / path).read_bytes() for path in cards}
    written = yaml.load(package.written(REPO, tables, cards), LOADER)
    assert yaml.load((REPO / MARK).read_text(), LOADER) == written


def test_a_card_has_the_unit_of_its_series():
    cards = package.cards(REPO)
    for path in processed():
        units = pd.read_csv(path).unit.unique()
        assert list(units) == [cards[f"processed/{path.name}"].told["unit"]], path.stem


@pytest.mark.parametrize("seed", [1, 2])
def test_no_order_of_raw_rows_moves_a_series(tables, seed):
    shuffled = {name: table.sample(frac=1, random_state=seed) for name, table in tables.items()}
    cards = package.cards(REPO)
    for name, (table, _) in computed(shuffled, cards).items():
        known = (REPO / f"data/processed/{name}.csv").read_text()
        assert table.to_csv(index=False, lineterminator="\n") == known, name


# --- what it refuses: the table, the row and why


@pytest.mark.parametrize(
    "path, old, new, said",
    [
        (
            "raw/ice_officer_counts.csv",
            ",press,",
            ",telly,",
            "data/raw/ice_officer_counts.csv row 6: reported_by 'telly' is a label without a word "
            "in data/labels.csv: add it",
        ),
        (
            "raw/border_troop_numbers.csv",
            ",already present,",
            ",on its way,",
            "data/raw/border_troop_numbers.csv row 2: kind 'on its way' is none of: "
            "already present; announced; deployed; total; total with those ordered",
        ),
        (
            "raw/agreements_287g_counts.csv",
            "agreements",
            "agrements",
            "data/raw/agreements_287g_counts.csv row 1: the column agreements of its card "
            "is missing",
        ),
        (
            "raw/agreements_287g_counts.csv",
            "note",
            "note,colour",
            "data/raw/agreements_287g_counts.csv row 1: data/cards/raw/agreements_287g_counts.yml "
            "lacks the column colour",
        ),
        (
            "raw/ice_removals_releases.csv",
            ",2019-09-30,267258,",
            ",2019-09-30,,",
            "ice_removals_a_day: data/raw/ice_removals_releases.csv row 2: a number is missing in "
            "the column removals_ytd",
        ),
        (
            "raw/ice_removals_releases.csv",
            ",2019-09-30,267258,",
            ",2019-09-30,many,",
            "data/raw/ice_removals_releases.csv row 2: removals_ytd 'many' is no integer",
        ),
        (
            "raw/ice_removals_releases.csv",
            ",2019-09-30,",
            ",2019-09-31,",
            "data/raw/ice_removals_releases.csv row 2: data_through '2019-09-31' is no date",
        ),
        (
            "labels.csv",
            "ddp_arrests_monthly,",
            "ddp_arrests,",
            "data/labels.csv row 2: data/raw/ddp_arrests.csv has no such column",
        ),
        (
            "cards/raw/agreements_287g_counts.yml",
            "title:",
            "titel:",
            "data/cards/raw/agreements_287g_counts.yml has no title",
        ),
        (
            "cards/raw/agreements_287g_counts.yml",
            "licences: [",
            "licences: [none that is known, ",
            "data/cards/raw/agreements_287g_counts.yml: data/cards/common.yml has no licence "
            "'none that is known'",
        ),
    ],
)
def test_a_fault_is_one_line_that_names_its_place(root, capsys, path, old, new, said):
    edit(root, path, old, new)
    assert refused(root, capsys) == f"make data: {said}"


def test_a_row_that_stands_twice_is_named(root, capsys):
    file = root / "data/raw/detained_statements.csv"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([*lines, lines[1]]) + "\n")
    assert refused(root, capsys) == (
        f"make data: ice_detained: data/raw/detained_statements.csv row {len(lines) + 1}: "
        f"period '{lines[1].split(',')[0]}' stands twice: same labels, source and day"
    )


def test_a_card_that_is_no_yaml_is_named(root, capsys):
    edit(root, "cards/raw/events.yml", "title:", "title: [")
    said = refused(root, capsys)
    assert "\n" not in said and "data/cards/raw/events.yml is no YAML" in said


def test_a_changed_raw_table_or_label_is_refused_by_name(root, capsys):
    for path in ("raw/events.csv", "labels.csv"):
        (root / "data" / path).write_text((root / "data" / path).read_text() + "\n")
        assert build(root) == 1
        assert f"make data: data/{path} is not what {MARK} says" in capsys.readouterr().err
        shutil.copy(REPO / "data" / path, root / "data" / path)


@pytest.mark.parametrize("path", ["raw/events.csv", "labels.csv"])
def test_a_missing_raw_table_is_named(root, capsys, path):
    (root / "data" / path).unlink()
    assert f"make data: data/{path} is missing: restore it" in refused(root, capsys)


@pytest.mark.parametrize(
    "path, columns",
    [
        ("raw/agreements_287g_counts", "columns:\n  date:\n  agreements:\n"),
        ("processed/ice_officers", "columns:\n  period:\n  group:\nunit:"),
    ],
)
def test_a_table_or_a_series_without_a_card_is_an_error_that_shows_the_card(
    root, capsys, path, columns
):
    card = root / f"data/cards/{path}.yml"
    text = card.read_text()
    card.unlink()
    first, _, stub = refused(root, capsys).partition("\n")
    assert (
        first == f"make data: data/{path}.csv has no card: write data/cards/{path}.yml, filled in"
    )
    assert columns in stub
    assert yaml.load(stub, LOADER).keys() <= yaml.safe_load(text).keys() | {"common"}
    card.write_text(stub)
    assert refused(root, capsys) == f"make data: data/cards/{path}.yml has no title"


def test_a_card_without_a_series_is_an_error(root, capsys):
    shutil.copy(
        root / "data/cards/processed/ice_officers.yml", root / "data/cards/processed/none.yml"
    )
    said = "data/processed/none.csv is missing: restore it, or delete data/cards/processed/none.yml"
    assert refused(root, capsys) == f"make data: {said}"


# --- one hash


def test_sealing_renews_one_table_and_nothing_else(root):
    before = yaml.load((root / MARK).read_text(), LOADER)
    edit(root, VERDICTS, "C001", "C901")
    package.seal(root, VERDICTS)
    after = yaml.load((root / MARK).read_text(), LOADER)
    sealed = next(r for r in after["resources"] if r["path"] == VERDICTS)
    assert sealed["hash"] == package.hashes(root)[VERDICTS] != package.hashes(REPO)[VERDICTS]
    edit(root, VERDICTS, "C901", "C001")
    package.seal(root, VERDICTS)
    assert yaml.load((root / MARK).read_text(), LOADER) == before
    assert (root / MARK).read_bytes() == (REPO / MARK).read_bytes()


def test_sealing_what_the_package_does_not_list_writes_nothing(root):
    package.seal(root, "processed/none.csv")
    assert (root / MARK).read_bytes() == (REPO / MARK).read_bytes()
