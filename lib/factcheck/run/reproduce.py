"""The whole collection: what must run is run, results and pages are written, drift is named."""

import json
import platform
import random
import time
from importlib.metadata import version

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from factcheck import ledger, results, show
from factcheck.places import root, write
from factcheck.run import cache, engine, keys, plan
from factcheck.verdict import WORDS

PACKAGES = ("ipykernel", "nbclient", "nbconvert", "numpy", "pandas", "papermill", "seaborn")
SITE = "build/cache/site.json"


def reproduce(console: Console, force: bool = False, verify: bool = False, dask: str = "") -> int:
    """Run what must run, write results, pages and run.json.

    force: run all, whatever is kept. verify: run a random tenth of what is kept again; it must be
    the same. dask: the address of a scheduler. Returns 1 on drift, a failed run or a difference.
    """
    start = time.perf_counter()
    work = Work(console, force, dask)
    runs = {moment: [run for run in plan.of_all() if run.moment == moment]
            for moment in ("now", "then")}
    work.do(runs["now"])
    for run in runs["then"]:
        work.take_from_now(run)
    work.do([run for run in runs["then"] if run not in work.done])
    different = work.verified() if verify else []
    entries = [results.entry(claim, {m: work.record(claim, m) for m in plan.moments()})
               for claim in ledger.claims().values()]
    results.save(entries)
    write_pages(entries)
    _write_story(work, time.perf_counter() - start)
    return _close(console, work, entries, different, time.perf_counter() - start)


class Work:
    """What is done and kept of each run: why it ran, how long it took, what it found."""

    def __init__(self, console: Console, force: bool, dask: str):
        self.console, self.force, self.dask = console, force, dask
        self.done: dict[plan.Run, dict] = {}

    def do(self, runs: list[plan.Run]) -> None:
        """Execute those of the runs that must run; take the others from the cache."""
        jobs, reasons = [], {}
        for run in runs:
            kept, why = (None, "forced") if self.force else cache.look(run)
            if kept and not why:
                self.done[run] = {"why": "", "seconds": 0, "kept": kept}
            elif kept and why == "text":
                jobs.append((engine.render, run, kept, (root() / run.out).read_text()))
            else:
                jobs.append((engine.execute, run))
            reasons[run] = why
        for outcome in execute(jobs, self.console, self.dask):
            run, why = outcome.run, reasons[outcome.run]
            self.done[run] = {"why": why, "seconds": outcome.seconds, "error": outcome.error}
            if outcome.found:
                cache.keep(run, outcome.found, outcome.seconds)
                self.done[run]["kept"] = outcome.found

    def take_from_now(self, run: plan.Run) -> None:
        """Let the run as of today serve as of the article's day, where it read nothing newer."""
        twin = next(r for r in self.done if r.subject == run.subject)
        now, why = cache.look(twin)
        if why or not cache.serves_as_then(now):
            return
        then, why = (None, "forced") if self.force else cache.look(run)
        if why:
            executed = (root() / twin.out).read_text()
            then = cache.as_then(run, now, executed)
            cache.keep(run, then, 0)
            why = "as the run of today, which read nothing newer"
        self.done[run] = {"why": why, "seconds": 0, "kept": then}

    def record(self, claim: ledger.Claim, moment: str) -> dict | None:
        """Return a claim's record as of a moment; None where its run failed."""
        kept = next((done.get("kept") for run, done in self.done.items()
                     if (run.subject, run.moment) == (claim.subject, moment)), None)
        return kept["records"].get(claim.id) if kept else None

    def verified(self) -> list[str]:
        """Execute a random tenth of the runs again; name those whose notebook differs."""
        kept = [run for run, done in self.done.items() if done.get("kept")]
        chosen = random.sample(kept, -(-len(kept) // 10))
        again = execute([(engine.execute, run) for run in chosen], self.console, self.dask)
        self.console.print(f"verified: {len(chosen)} runs executed again")
        return [o.run.name for o in again
                if o.error or o.found["notebook"] != (root() / o.run.out).read_text()]


def execute(jobs: list[tuple], console: Console, dask: str = "") -> list[engine.Outcome]:
    """Do jobs behind a progress bar that names the claim in work; outcomes in their order."""
    from factcheck.run import cluster
    done, columns = {}, (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                         TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=len(jobs))
        show_name = lambda run: bar.update(task, description=run.name)     # noqa: E731
        for outcome in cluster.outcomes(jobs, show_name, dask) if dask else \
                engine.outcomes(jobs, show_name):
            done[outcome.run] = outcome
            bar.advance(task)
            if not console.is_terminal and len(done) % 50 == 0:
                console.print(f"{len(done)} of {len(jobs)} runs")
    return [done[run] for _, run, *_ in jobs]


def show_runs(runs: list[plan.Run], console: Console) -> int:
    """Execute runs of one claim and print their checks; returns 1 when one failed."""
    outcomes = execute([(engine.execute, run) for run in runs], console)
    for outcome in outcomes:
        if outcome.error:
            console.print(f"[red]failed[/] {outcome.run.name}: {escape(outcome.error)}")
            continue
        write(root() / outcome.run.out, outcome.found["notebook"])
        for claim, record in outcome.found["records"].items():
            console.print(f"\n[bold]{_word(record)}[/], {claim}, {show.known(record['as_of'])}")
            for line in filter(None, (record.get("why"), *map(show.check_text, record["checks"]))):
                console.print("  " + escape(line))
            if record["changed"]:
                console.print(escape(f"  changed: {record['changed']}"))
        console.print(f"  [dim]{outcome.run.out}[/]")
    return int(any(o.error for o in outcomes))


def write_pages(entries: list[dict], anew: bool = False) -> None:
    """Write build/site, unless it is there as it was made from the same results and runs."""
    own = [e["id"] for e in entries if e["then"] and e["now"] and not ledger.get(e["id"]).in_row]
    made_of = keys.fingerprint(results.path().read_text() + keys.of_pages() + "".join(
        keys.of_file(f"{cache.FOLDER}/{claim}.{moment}.html.json")
        for claim in own for moment in ("then", "now")))
    try:
        site = json.loads((root() / SITE).read_text())
    except (OSError, ValueError):
        site = {}
    if not anew and site.get("made_of") == made_of and \
            all(keys.of_file(name) == sha for name, sha in site["files"].items()):
        return
    from factcheck import pages
    names = pages.build(entries, {(claim, moment): cache.story(claim, moment)
                                  for claim in own for moment in ("then", "now")})
    keys.of_file.cache_clear()
    files = {f"build/site/{name}": keys.of_file(f"build/site/{name}") for name in names}
    write(root() / SITE, json.dumps({"made_of": made_of, "files": files}))


def _write_story(work: Work, took: float) -> None:
    runs = [{"subject": run.subject, "moment": run.moment, "why": done["why"] or None,
             "cached": not done["seconds"], "seconds": round(done["seconds"], 2),
             "error": done.get("error") or None} for run, done in work.done.items()]
    story = {"seconds": round(took, 1), "machine": platform.platform(), "cores": engine.CORES,
             "python": platform.python_version(),
             "versions": {name: version(name) for name in PACKAGES}, "runs": runs}
    write(root() / "build/run.json", json.dumps(story, indent=1) + "\n")


def _close(console: Console, work: Work, entries: list, different: list, took: float) -> int:
    table = Table("claim", "then", "now", "rests on", "seconds", box=None, pad_edge=False)
    for e in entries:
        subject = ledger.get(e["id"]).subject
        seconds = sum(d["seconds"] for run, d in work.done.items() if run.subject == subject)
        table.add_row(e["id"], _word(e["then"]), _word(e["now"]), escape(show.rests_on(e)),
                      f"{seconds:.1f}" if seconds else "")
    console.print(table)
    ran = [(run, done) for run, done in work.done.items() if done["seconds"]]
    for run, done in ran if len(ran) < len(work.done) / 2 else []:
        console.print(f"ran {run.name}: {escape(done['why'])}")
    failed = [(run, work.done[run]["error"]) for run in plan.of_all()
              if work.done[run].get("error")]
    for run, error in failed:
        console.print(f"[red]failed[/] {run.name}: {escape(error)}")
    for name in different:
        console.print(f"[red]not the same[/] {name}: executed again it differs from what was kept")
    drifted = results.drift(entries)
    for line in drifted:
        console.print(f"[yellow]drift[/] {escape(line)}")
    console.print(f"{len(entries)} claims in {took:.1f} s, {len(ran)} of {len(work.done)} runs "
                  f"executed: {len(failed)} failed runs, {len(drifted)} checks differ from "
                  f"{results.ACCEPTED}. Pages: build/site/index.html")
    return int(bool(failed or drifted or different))


def _word(moment: dict | None) -> str:
    return " ".join(WORDS[moment["verdict"]]) if moment else "failed"
