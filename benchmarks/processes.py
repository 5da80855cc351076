"""Processes of ours: run to their end or watched; what they cost by the kernel's own counts."""

import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.places import BenchError

TICK = os.sysconf("SC_CLK_TCK")
# Fields of /proc/PID/stat behind the name, which may hold spaces: see proc(5).
PARENT = 1
TIMES = slice(11, 15)  # of the process, and of its children that have ended


@dataclass(frozen=True)
class Cost:
    cpu: float  # seconds, user and system, with children
    wall: float  # seconds


def run(
    command: list[str | Path],
    folder: Path,
    settings: Mapping[str, str] | None = None,
    typed: str = "",
) -> str:
    """Run to the end; its output, or an error that shows it."""
    done = subprocess.run(  # noqa: S603 - the commands are ours
        command,
        cwd=folder,
        env={**os.environ, **(settings or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        input=typed,
        text=True,
        check=False,
    )
    if done.returncode:
        words = " ".join(map(str, command))
        raise BenchError(f"{words} exited with {done.returncode}\n{done.stdout.strip()}")
    return done.stdout


def time_of(command: list[str | Path], folder: Path) -> Cost:
    """Run to the end; what it cost."""
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the commands are ours
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchError(f"{' '.join(map(str, command))} exited with {process.returncode}")
    return Cost(cpu=usage.ru_utime + usage.ru_stime, wall=wall)


def cpu_seconds(root: int) -> float:
    """User and system time of a process and all that it has started, now or before."""
    stats = _all_stats()
    ticks = 0
    pending = [root]
    while pending:
        pid = pending.pop()
        if pid in stats:
            ticks += sum(map(int, stats[pid][TIMES]))
            pending += [child for child, fields in stats.items() if int(fields[PARENT]) == pid]
    return ticks / TICK


def _all_stats() -> dict[int, list[str]]:
    stats = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:  # it has just ended
            continue
        stats[int(folder.name)] = stat.rpartition(")")[2].split()
    return stats


def pss_mib(pid: int) -> float:
    """Memory of one process, where what is shared counts in proportion."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise BenchError(f"the kernel does not say how much memory process {pid} has")
