"""`./dev bench`: measures, and writes down what it found."""

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from benchmarks.load import generator
from benchmarks.machine import commit
from benchmarks.measure import FULL, QUICK, Scale
from benchmarks.parts import builder, depth, requests, resources, rows
from benchmarks.places import WORK, BenchError
from benchmarks.postgres import Postgres, running_postgres
from benchmarks.report import write_report
from benchmarks.results import Circumstances, Results, load, save

log = logging.getLogger("benchmarks")

INTERRUPTED = 130
PARTS: dict[str, Callable[[Postgres, Scale], Any]] = {
    "requests": requests.run,
    "resources": resources.run,
    "rows": rows.run,
    "depth": depth.run,
    "builder": builder.run,
}


def main() -> int:
    options = _arguments()
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("benchmarks").setLevel(logging.INFO)
    try:
        results = _measure(options)
        command = " ".join(["./dev bench", *sys.argv[1:]])
        _show(results, command, publish=options.write or not (options.quick or options.part))
    except BenchError as error:
        log.error("%s", error)  # noqa: TRY400 - the message is all there is to know
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 1 if results.failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, help="one part alone; all by default")
    parser.add_argument("--quick", action="store_true", help="few rounds, small sizes")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md in any case")
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> Results:
    """What was found now; beside it, of a part alone, what earlier runs have found."""
    scale = QUICK if options.quick else FULL
    path = WORK / ("quick.json" if options.quick else "full.json")
    results = load(path) if options.part else Results()
    with running_postgres() as postgres:
        for name in [options.part] if options.part else PARTS:
            log.info("part: %s", name)
            try:
                results = _with_part(results, name, postgres, scale)
            except BenchError as error:
                log.warning("%s: %s", name, error)
                failures = {**results.failures, name: str(error)}
                results = replace(results, failures=failures)
            save(results, path)
    return results


def _with_part(results: Results, name: str, postgres: Postgres, scale: Scale) -> Results:
    load_before, started = os.getloadavg()[0], time.monotonic()
    found = PARTS[name](postgres, scale)
    circumstances = Circumstances(
        date=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        commit=commit(),
        postgres=postgres.version(),
        generator=generator(),
        rounds=scale.rounds,
        seconds=scale.seconds,
        load=load_before,
        minutes=(time.monotonic() - started) / 60,
    )
    known = {**results.circumstances, name: circumstances}
    failures = {part: why for part, why in results.failures.items() if part != name}
    changes: dict[str, Any] = {name: found, "circumstances": known, "failures": failures}
    return replace(results, **changes)


def _show(results: Results, command: str, *, publish: bool) -> None:
    path = write_report(results, command, publish=publish)
    log.info("written: %s", path)


if __name__ == "__main__":
    sys.exit(main())
