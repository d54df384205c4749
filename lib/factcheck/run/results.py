"""The results of all claims: results.json, the accepted verdicts, and what drifted from them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from factcheck import ledger
from factcheck.places import root, short, write

COLUMNS = ["claim", "as_of", "ordinal", "label", "value", "holds", "verdict"]


def entry(claim: ledger.Claim, records: dict[str, dict]) -> dict:
    """Return one claim's record in results.json; a run that failed is null."""
    return {"id": claim.id, "sentence": claim.sentence, "kind": claim.kind, "basis": "computed",
            "period": claim.period, "says": claim.says, "page": f"claims/{claim.id}.html",
            "notebook": short(claim.notebook), "parameters": claim.parameters,
            "then": _moment(records.get("then")), "now": _moment(records.get("now")),
            "depends_on": None, "specifications": 1, "but": claim.but or None}


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


def verdict_rows(entries: list[dict]) -> list[dict]:
    """Return a row a deciding check, as verdicts.csv holds them."""
    return [{"claim": e["id"], "as_of": moment, "ordinal": str(n), "label": check["label"],
             "value": _value(check), "holds": check["holds"], "verdict": e[moment]["verdict"]}
            for e in sorted(entries, key=lambda e: e["id"]) for moment in ("then", "now")
            if e[moment] for n, check in enumerate(_deciding(e[moment]), 1)]


def as_csv(rows: list[dict]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def accepted() -> list[dict]:
    """Read data/processed/verdicts.csv; nothing accepted yet is no rows."""
    file = root() / "data/processed/verdicts.csv"
    return list(csv.DictReader(file.open())) if file.is_file() else []


def drift(entries: list[dict]) -> list[str]:
    """Say, a line each, where the results differ from the accepted ones."""
    ours, theirs = _keyed(verdict_rows(entries)), _keyed(accepted())
    return [_differs(key, theirs.get(key), ours.get(key))
            for key in sorted(ours.keys() | theirs.keys()) if ours.get(key) != theirs.get(key)]


def _moment(record: dict | None) -> dict | None:
    if record is None:
        return None
    changed = {"changed": record["changed"]} if record["changed"] else {}
    return {"verdict": record["verdict"], "checks": record["checks"],
            "choices": record["choices"], **changed}


def _deciding(moment: dict) -> list[dict]:
    return [check for check in moment["checks"] if check["decides"]]


def _value(check: dict) -> str:
    if check["value"] is not None:
        return str(check["value"])
    ends = (check.get("low"), check.get("high"))
    return "" if ends == (None, None) else "..".join("" if e is None else str(e) for e in ends)


def _keyed(rows: list[dict]) -> dict:
    return {(r["claim"], r["as_of"], r["ordinal"]): r for r in rows}


def _differs(key: tuple, old: dict | None, new: dict | None) -> str:
    name = f"{key[0]} {key[1]}, check {key[2]}"
    if old is None or new is None:
        return f"{name}: {'new' if old is None else 'gone'}: {(new or old)['label']}"
    parts = [f"{c} {old[c] or 'none'} -> {new[c] or 'none'}" for c in COLUMNS if old[c] != new[c]]
    return f"{name} ({new['label']}): {', '.join(parts)}"
