"""What tests share: this repository's tables as text, and a small invented project."""

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
import yaml
from nbformat.v4 import new_code_cell, new_notebook

from factcheck import ledger
from factcheck.series import Series

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
REPO = Path(__file__).resolve().parents[1]
SOURCES = """\
source_id,publisher,title,url,published,published_basis,kind,read,own_author,deciding_ok
agency,The Agency,Annual report,https://agency.example/,2024-12-19,stated,primary,whole,no,yes
records,Record keepers,Rows,https://records.example/,2025-09-29,stated,primary,whole,no,yes
press,A paper,A report,https://press.example/,2024-12-19,stated,secondary,excerpt,no,yes
colleague,A paper,By the author,https://paper.example/,2024-12-01,stated,secondary,whole,yes,no
machine,A page,Answers,https://answers.example/,2025-01-01,stated,machine_written,whole,no,no
"""
COUNTS = """\
period,counted_by,low,high,unit,data_through,source_id,published,published_basis,first_seen
2023,report,142,142,removals,,agency,2023-12-29,stated,press
2024,report,271,271,removals,,agency,2024-12-19,stated,
2024,rows,282,282,removals,,records,2025-09-29,stated,
2024,hearsay,300,300,removals,,machine,2025-01-01,stated,
"""
PARAMETERS = """\
claim = "C901"
as_of = ""
fiscal_year = 2024
asserted = "at least 271"
counted_by = "report"
"""
CODE = """\
from factcheck import open_claim
case = open_claim(
    claim, as_of, fiscal_year=fiscal_year, asserted=asserted, counted_by=counted_by
)
counts = case.series("counts", fiscal_year, counted_by=counted_by)
case.check(f"removals, FY{fiscal_year}", counts[fiscal_year], asserted)
case.conclude()
"""
ENTRY = """\
- id: {id}
  sentence: P1.S1
  says: The agency removed some people in fiscal year 2024.
  speaker: the author
  kind: quantity
  period: fiscal year 2024
  unit: removals
  words: {{asserted: "{asserted}"}}
"""
EVENTS = """\
period,event,what,also,low,high,unit,data_through,source_id,published,published_basis,first_seen
2025-02-11,EV1,The deputies are moved,press,739293,739293,date,,agency,2025-02-12,stated,
2025-02-21,EV2,The director is moved,,739303,739303,date,,press,2025-02-21,stated,
2025-01-01/2025-01-31,EV3,A letter is sent,,739252,739282,date,,agency,2025-02-28,month,
2023-01-01/2023-12-31,EV4,An office is founded,,738521,738885,date,,agency,2023-12-31,month,
2025-01-23/2025-01-31,EV5,A sweep,,739274,739282,date,,colleague,2025-02-01,stated,
2025-04-11,EV6,The rule takes effect,,739352,739352,date,,agency,2025-04-12,stated,
2025-02-22,EV7,A word is said,,739304,739304,date,,machine,,unknown,
"""
QUOTATIONS = """\
period,quote,speaker,role,medium,words,also,low,high,unit,data_through,source_id,published,\
published_basis,first_seen
2025-01-20,Q1,Ann Lee,Secretary,a post,We will act at once.,,5,5,words,,press,2025-01-21,stated,
2025-03-10,Q2,Bo Ray,Director,a letter,It was so.,agency,3,3,words,,press,2025-03-12,stated,
"""
SPEECH = """\
period,ordinal,words,low,high,unit,data_through,source_id,published,published_basis,first_seen
2025-01-20,001,We thank the agency.,4,4,words,,records,2025-01-20,stated,
2025-01-20,002,Its work at the border begins anew.,7,7,words,,records,2025-01-20,stated,
"""
OF_SENTENCE = """\
from factcheck import open_sentence
rows = open_sentence(sentence, as_of)
rows.conclude()
"""
ALIKE = """\
    verdict: supported
    why: Both sources say so, from {EV1} on.
"""
APART = """\
    then:
      verdict: cannot_check
      why: Nothing was public; the letter would settle it.
    now:
      verdict: contradicted
      why: The letter came {days EV1 EV2} later and says otherwise.
"""
RULED = """\
- id: {id}
  sentence: {sentence}
  says: The {id} of the deputies was moved.
  speaker: the author
  kind: event
  period: February 2025
  ruling:
{verdict}    for: {supports}
    against: {against}
    ruled_on: 2025-11-24
    read: {{agency: whole, press: excerpt}}
    reviewed_by: []
"""


def ruled(
    id: str,
    verdict: str = ALIKE,
    supports: str = "[EV1]",
    against: str = "[]",
    sentence: str = "P1.S2",
    more: str = "",
) -> str:
    """Write an entry of a claim that is ruled on; `more` are further lines of it."""
    return (
        RULED.format(id=id, verdict=verdict, supports=supports, against=against, sentence=sentence)
        + more
    )


class Project:
    """A project of a few invented rows, whole enough to run: break one thing and look."""

    def __init__(self, root: Path):
        self.root = root

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def table(self, name: str, text: str) -> None:
        """Write a processed table and its hash."""
        self.write(f"data/processed/{name}.csv", text)
        self.seal(name)

    def seal(self, name: str) -> None:
        """Put a table's hash into the data package."""
        package = self.root / "data/datapackage.yaml"
        known = yaml.load(package.read_text(), LOADER) if package.is_file() else {"resources": []}
        path, resources = f"processed/{name}.csv", known["resources"]
        text = (self.root / "data" / path).read_bytes()
        if path not in [r["path"] for r in resources]:
            resources.append({"path": path})
        sealed = {"hash": "sha256:" + hashlib.sha256(text).hexdigest(), "bytes": len(text)}
        next(r for r in resources if r["path"] == path).update(sealed)
        self.write("data/datapackage.yaml", json.dumps(known))  # which is YAML too, and quick

    def notebook(self, name: str, code: str = CODE, parameters: str = PARAMETERS) -> None:
        """Write a notebook of two cells."""
        cells = [new_code_cell(parameters, metadata={"tags": ["parameters"]}), new_code_cell(code)]
        kernel = {"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
        self.write(
            f"notebooks/{name}.ipynb", nbformat.writes(new_notebook(cells=cells, metadata=kernel))
        )

    def evidence(self) -> None:
        """Write the tables that rulings rest on."""
        for name, text in (("events", EVENTS), ("quotations", QUOTATIONS), ("speech", SPEECH)):
            self.table(name, text)

    def article(self, **pinned) -> None:
        """Write article.yml; pinned: its words and sentences, and what claims nothing."""
        about = {"title": "T", "author": "A", "publisher": "P", "published": "2025-03-11"}
        text = yaml.safe_dump({**about, "url": "https://article.example/", **pinned})
        self.write("notebooks/article.yml", text)

    def rulings(self, *entries: str) -> None:
        """Write the evidence, record.ipynb and, beside it, claims that were ruled on."""
        self.evidence()
        self.notebook("record", OF_SENTENCE, 'sentence = "P1.S2"\nas_of = ""\n')
        self.write("notebooks/record.claims.yml", "".join(entries))

    def claim(self, name: str, id: str, asserted: str = "at least 271", more: str = "") -> None:
        """Write a claims file of one entry; `more` are further lines of it."""
        self.write(f"notebooks/{name}.claims.yml", ENTRY.format(id=id, asserted=asserted) + more)


def invented(root: Path) -> Project:
    """Make the invented project: claim C901 in counts.ipynb, true then and now."""
    made = Project(root)
    made.write("data/raw/sources.csv", SOURCES)
    made.table("counts", COUNTS)
    made.article(words=100, sentences={"P1.S1": "0", "P1.S2": "0"})
    for name in ("docs/methodology.md", "CORRECTIONS.md"):
        made.write(name, "# How\n")
    made.notebook("counts")
    made.claim("counts", "C901")
    return made


def series(*values: tuple, first_seen: str = "") -> Series:
    """A series of (period, low, high, source), each public on the first of 2025."""
    rows = [
        {
            "period": period,
            "low": low,
            "high": high,
            "unit": "removals",
            "source_id": source,
            "published": "2025-01-01",
            "first_seen": first_seen,
        }
        for period, low, high, source in values
    ]
    columns = ["period", "low", "high", "unit", "source_id", "published", "first_seen"]
    return Series("counts", pd.DataFrame(rows, columns=columns), "removals", {})


def rows(path: Path | str) -> list[dict]:
    """Read a table as text; a relative path is this repository's."""
    with (REPO / path).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def processed() -> list[Path]:
    """The processed series: every table there but the accepted verdicts."""
    return [p for p in sorted((REPO / "data/processed").glob("*.csv")) if p.stem != "verdicts"]


def day(text: str) -> date:
    return date.fromisoformat(text)


def run_here(claim_id: str, as_of: str = "", **changes):
    """Run the code cells of a claim's notebook in this process; return its case."""
    claim = ledger.get(claim_id)
    names: dict = {"__name__": "__main__"}
    for cell in nbformat.read(claim.notebook, as_version=4).cells:
        if cell.cell_type == "code":
            exec(cell.source, names)
        if "parameters" in cell.metadata.get("tags", []):
            names.update(claim.parameters | changes, claim=claim_id, as_of=as_of)
    return names["case"]
