"""What a notebook's process is like after it ran: run as a script, with subjects as arguments.

Only the standard library is imported here: each child imports this once more.
"""

import json
import sys


def look(run) -> dict:
    """Execute a run here: what was imported for it, the server's threads, this process's memory."""
    before = set(sys.modules)
    from press.run.execute import execute

    verdicts = [record.verdict for record in execute(run).records.values()]
    new = sorted(set(sys.modules) - before)
    import os

    import psutil

    own, server = psutil.Process(), psutil.Process(os.getppid())
    return {
        "verdicts": verdicts,
        "new": new,
        "server": " ".join(server.cmdline()),
        "threads": server.num_threads(),
        "bytes": own.memory_info().rss,
    }


def main() -> None:
    from factcheck import ledger
    from press.run import plan
    from warm.process import in_fresh_process

    runs = {run.subject: run for run in plan.of_all() if run.moment == "now"}
    assert ledger.claims()
    print(json.dumps({name: in_fresh_process(look, runs[name]) for name in sys.argv[1:]}))


if __name__ == "__main__":
    main()
