import os
import sys
from pathlib import Path

import pytest

from benchmarks.places import BenchError
from benchmarks.processes import cpu_seconds, run, time_of


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's counts are those of Linux")
def test_the_time_of_children_that_have_ended_counts(tmp_path: Path) -> None:
    before = cpu_seconds(os.getpid())

    run([sys.executable, "-c", "while __import__('time').process_time() < 0.1: pass"], tmp_path)

    # The kernel counts whole ticks of 10 ms.
    assert cpu_seconds(os.getpid()) - before > 0.05


def test_a_process_that_is_gone_has_no_time() -> None:
    assert cpu_seconds(2**22 + 1) == 0


def test_a_command_that_fails_shows_its_output(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="exited with 1\nno room"):
        run([sys.executable, "-c", "raise SystemExit('no room')"], tmp_path)


def test_a_command_that_fails_has_no_cost(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="exited with 3"):
        time_of([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)
