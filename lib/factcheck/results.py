"""The results of all claims: results.json, the accepted verdicts, and what drifted from them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import nbformat

from factcheck import ledger
from factcheck.places import root, short, write

COLUMNS = ["claim", "as_of", "ordinal", "label", "value", "holds", "verdict"]


def entry(claim: ledger.Claim, records: dict[str, dict]) -> dict:
    """Return one claim's record in results.json; a moment whose run failed is null."""
    done = records["now"] or records["then"] or {}
    return {"id": claim.id, "sentence": claim.sentence, "kind": claim.kind,
            "basis": "judged" if claim.ruling else "computed",
            "period": claim.period, "says": claim.says, "page": claim.page,
            "notebook": short(claim.notebook), "parameters": claim.parameters,
            "then": _moment(records["then"]), "now": _moment(records["now"]),
            "depends_on": None, "specifications": 1,
            "but": done.get("but") or claim.but or None} | _ruled(claim.ruling)


def save(entries: list[dict]) -> None:
    """Write build/results.json, in id order, the same bytes for the same results."""
    ordered = sorted(entries, key=lambda e: e["id"])
    write(path(), json.dumps(ordered, ensure_ascii=False, indent=1) + "\n")


def load() -> list[dict]:
    """Read build/results.json. Raises LedgerError when nothing has run yet."""
    if not path().is_file():
        raise ledger.LedgerError(f"{short(path())} is not there yet: `make reproduce` writes it")
    return json.loads(path().read_text())


def path() -> Path:
    return root() / "build" / "results.json"


def accept(entries: list[dict]) -> None:
    """Write verdicts.csv, and the executed notebooks (images left out) that nbval holds still."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(verdict_rows(entries))
    write(_accepted(), text.getvalue())
    built, kept = root() / "build/notebooks", root() / "tests/notebooks"
    names = {file_name(ledger.get(e["id"]).subject, moment)
             for e in entries for moment in ("then", "now")}
    for old in kept.glob("*.ipynb"):
        if old.name not in names:
            old.unlink()
    for name in sorted(names):
        write(kept / name, nbformat.writes(_without_images(nbformat.read(built / name, 4))) + "\n")


def drift(entries: list[dict]) -> list[str]:
    """Say, a line each, where the results differ from the accepted ones.

    A moment whose run failed is not compared: the failure is named by itself.
    """
    failed = {(e["id"], m) for e in entries for m in ("then", "now") if e[m] is None}
    old = list(csv.DictReader(_accepted().open())) if _accepted().is_file() else []
    ours, theirs = _keyed(verdict_rows(entries)), _keyed(old)
    return [_differs(key, theirs.get(key), ours.get(key)) for key in sorted(ours | theirs)
            if ours.get(key) != theirs.get(key) and key[:2] not in failed]


def file_name(claim_id: str, moment: str) -> str:
    """Name the executed notebook of a claim: C113.ipynb as known now, C113.then.ipynb then."""
    return f"{claim_id}.ipynb" if moment == "now" else f"{claim_id}.{moment}.ipynb"


def executed(claim_id: str, moment: str):
    """Read the executed notebook of a claim."""
    return nbformat.read(root() / "build/notebooks" / file_name(claim_id, moment), as_version=4)


def outputs(notebook) -> list:
    """Return the outputs of all cells of a notebook, in their order."""
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def _accepted() -> Path:
    return root() / "data/processed/verdicts.csv"


def _moment(record: dict | None) -> dict | None:
    if record is None:
        return None
    kept = ("verdict", "why", "for", "against", "checks", "choices")
    return {key: record[key] for key in kept if key in record} | (
        {"changed": record["changed"]} if record["changed"] else {})


def _ruled(ruling: ledger.Ruling | None) -> dict:
    return {"ruling": {"ruled_on": ruling.ruled_on, "read": ruling.read,
                       "reviewed_by": ruling.reviewed_by}} if ruling else {}


def verdict_rows(entries: list[dict]) -> list[dict]:
    """A row a deciding check, one with an empty label for a claim without, in id order."""
    return [{"claim": e["id"], "as_of": moment, "ordinal": str(n), "label": check["label"],
             "value": _value(check), "holds": check["holds"], "verdict": e[moment]["verdict"]}
            for e in sorted(entries, key=lambda e: e["id"]) for moment in ("then", "now")
            for n, check in enumerate(_deciding(e[moment]), 1)]


def _deciding(moment: dict | None) -> list[dict]:
    nothing = {"label": "", "value": None, "holds": ""}
    return [c for c in moment["checks"] if c["decides"]] or [nothing] if moment else []


def _value(check: dict) -> str:
    if check["value"] is not None:
        return str(check["value"])
    ends = [check.get("low"), check.get("high")]
    return "" if ends == [None, None] else "..".join("" if e is None else str(e) for e in ends)


def _keyed(rows: list[dict]) -> dict:
    return {(r["claim"], r["as_of"], r["ordinal"]): r for r in rows}


def _differs(key: tuple, old: dict | None, new: dict | None) -> str:
    name = f"{key[0]} {key[1]}, check {key[2]}"
    if not old or not new:
        return f"{name}: {'gone' if old else 'new'}: {(new or old)['label']}"
    parts = [f"{c} {old[c] or 'none'} -> {new[c] or 'none'}" for c in COLUMNS if old[c] != new[c]]
    return f"{name} ({new['label']}): {', '.join(parts)}"


def _without_images(notebook):
    for output in outputs(notebook):
        output.get("data", {}).pop("image/png", None)
        output.get("metadata", {}).pop("image/png", None)
    return notebook
