"""The generated tests catch every fault that is put into the generated code."""

from pathlib import Path

from mutants import catch_all, make_project
from shapes import MUTANTS

# What the first tests of this kind had to catch at least, over ten shapes.
FEWEST = 40


def test_there_are_faults_in_every_shape() -> None:
    shapes = {"plain", "owned", "under", "roles", "soft-delete", "many", "bulk", "export", "sync"}

    assert {mutant.shape for mutant in MUTANTS} >= shapes | {"uuid"}
    assert len(MUTANTS) >= FEWEST


def test_every_fault_is_caught(tmp_path: Path) -> None:
    caught = catch_all(make_project(tmp_path))

    assert [f"{m.plural}: {m.fault}" for m, test in caught.items() if not test] == []
