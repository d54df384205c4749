"""The results of all claims: results.json, the accepted verdicts, and what drifted from them."""

import csv
import io
import json

from factcheck import ledger, show
from factcheck.places import root, short, write

COLUMNS = ["claim", "as_of", "ordinal", "label", "value", "holds", "verdict"]
RESULTS, ACCEPTED = "build/results.json", "data/processed/verdicts.csv"


def entry(claim: ledger.Claim, records: dict[str, dict]) -> dict:
    """Return one claim's record in results.json; a moment whose run failed is null."""
    done = records["now"] or records["then"] or {}
    ruled = {
        key: getattr(claim.ruling, key)
        for key in ("ruled_on", "read", "reviewed_by")
        if claim.ruling
    }
    return {
        "id": claim.id,
        "sentence": claim.sentence,
        "kind": claim.kind,
        "basis": "judged" if claim.ruling else "computed",
        "period": claim.period,
        "says": claim.says,
        "page": claim.page,
        "notebook": short(claim.notebook),
        "parameters": claim.parameters,
        "then": _moment(records["then"]),
        "now": _moment(records["now"]),
        "depends_on": None,
        "specifications": 1,
        "but": done.get("but") or claim.but or None,
        **({"ruling": ruled} if ruled else {}),
    }


def _moment(record: dict | None) -> dict | None:
    kept = ("verdict", "why", "for", "against", "checks", "choices", "changed")
    return record and {
        key: record[key] for key in kept if key in record and (key != "changed" or record[key])
    }


def save(entries: list[dict]) -> None:
    """Write results.json, in id order, the same bytes for the same results."""
    ordered = sorted(entries, key=lambda e: e["id"])
    write(path(), json.dumps(ordered, ensure_ascii=False, indent=1) + "\n")


def path():
    """Return where results.json is."""
    return root() / RESULTS


def load() -> list[dict]:
    """Read results.json. Raises LedgerError when nothing has run yet."""
    if not path().is_file():
        raise ledger.LedgerError(f"{RESULTS} is not there yet: `make reproduce` writes it")
    return json.loads(path().read_text())


def accept(entries: list[dict]) -> None:
    """Write verdicts.csv, and the executed notebooks (images left out) that nbval holds still.

    A sentence's run is held still by its rulings, which are in the ledger.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(verdict_rows(entries))
    write(root() / ACCEPTED, text.getvalue())
    import nbformat

    own = [e["id"] for e in entries if not ledger.get(e["id"]).in_row]
    runs = {
        root() / "tests/notebooks" / file_name(claim, moment): executed(claim, moment)
        for claim in own
        for moment in ("then", "now")
    }
    for gone in set((root() / "tests/notebooks").glob("*.ipynb")) - set(runs):
        gone.unlink()
    for path, notebook in runs.items():
        for output in outputs(notebook):
            output.get("data", {}).pop("image/png", None)
            output.get("metadata", {}).pop("image/png", None)
        write(path, nbformat.writes(notebook) + "\n")


def drift(entries: list[dict]) -> list[str]:
    """Say, a line each, where results differ from the accepted ones; failed runs are left out."""
    failed = {(e["id"], m) for e in entries for m in ("then", "now") if e[m] is None}
    file = root() / ACCEPTED
    accepted = list(csv.DictReader(file.open())) if file.is_file() else []
    theirs, ours = (
        {(r["claim"], r["as_of"], r["ordinal"]): r for r in rows}
        for rows in (accepted, verdict_rows(entries))
    )
    return [
        _differs(key, theirs.get(key), ours.get(key))
        for key in sorted(ours | theirs)
        if ours.get(key) != theirs.get(key) and key[:2] not in failed
    ]


def _differs(key: tuple, old: dict | None, new: dict | None) -> str:
    name = f"{key[0]} {key[1]}, check {key[2]}"
    if not old or not new:
        return f"{name}: {'gone' if old else 'new'}: {(new or old)['label']}"
    parts = [f"{c} {old[c] or 'none'} -> {new[c] or 'none'}" for c in COLUMNS if old[c] != new[c]]
    return f"{name} ({new['label']}): {', '.join(parts)}"


def verdict_rows(entries: list[dict]) -> list[dict]:
    """A row a deciding check, one with an empty label for a claim without, in id order."""
    none = [{"label": "", "value": None, "holds": ""}]
    return [
        {
            "claim": e["id"],
            "as_of": moment,
            "ordinal": str(n),
            "label": check["label"],
            "value": _value(check),
            "holds": check["holds"],
            "verdict": e[moment]["verdict"],
        }
        for e in sorted(entries, key=lambda e: e["id"])
        for moment in ("then", "now")
        if e[moment]
        for n, check in enumerate([c for c in e[moment]["checks"] if c["decides"]] or none, 1)
    ]


def _value(check: dict) -> str:
    if check["value"] is not None:
        return str(check["value"])
    ends = ["" if check.get(end) is None else str(check[end]) for end in ("low", "high")]
    return "..".join(ends) if any(ends) else ""


def rests_on(entry: dict, brief: bool = False) -> str:
    """What a claim's verdict rests on, in a line: its deciding figure, or why it was ruled so.

    brief: without the figure's period, which its label names as a rule.
    """
    moment = entry["now"] or entry["then"] or {"checks": []}
    deciding = next((c for c in moment["checks"] if c["decides"]), None)
    if not deciding:
        return moment.get("why", "")
    figure = show.number(deciding | {"period": ""} if brief else deciding)
    return f"{deciding['label']}: {figure}"


def sources_of(entry: dict) -> list[str]:
    """The ids of the sources that a claim's verdict rests on."""
    moment = entry["now"] or entry["then"] or {"checks": []}
    deciding = [c for c in moment["checks"] if c["decides"]]
    told = [
        *deciding,
        *(c["against"] for c in deciding if "against" in c),
        *moment.get("for", []),
        *(moment.get("against") or []),
    ]
    return list(dict.fromkeys(source for part in told for source in part["sources"]))


def file_name(claim_id: str, moment: str) -> str:
    """Name the executed notebook of a claim: C113.ipynb as known now, C113.then.ipynb then."""
    return f"{claim_id}.ipynb" if moment == "now" else f"{claim_id}.{moment}.ipynb"


def executed(claim_id: str, moment: str):
    """Read the executed notebook of a claim."""
    import nbformat

    return nbformat.read(root() / "build/notebooks" / file_name(claim_id, moment), as_version=4)


def outputs(notebook) -> list:
    """Return the outputs of all cells of a notebook, in their order."""
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]
