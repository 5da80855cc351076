"""Which faults in generated code do the generated tests catch? `python audit/mutants.py` asks.

Each fault of `faults.toml` is put alone into a copy of a generated project, and the tests of its
resource run. With words: the faults alone in whose resource or description one of them is.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from shapes import MUTANTS, RESOURCES, Mutant

from fastapi_backend_builder.cli import main

AT_ONCE = 2
PASSED, FAILED = 0, 1


def make_project(folder: Path) -> Path:
    """A project with a resource of each shape."""
    assert main(["new", "shapes", "-C", str(folder)]) == 0
    for line in RESOURCES.replace("\\\n", "").strip().splitlines():
        command = ["add", "resource", *shlex.split(line), "-C", str(folder / "shapes")]
        assert main(command) == 0, line
    return folder / "shapes"


def apply(mutant: Mutant, project: Path) -> dict[Path, str]:
    """Write the fault; the files that it is in, as they were before."""
    before: dict[Path, str] = {}
    for edit in mutant.edits:
        (path,) = project.glob(edit.file)
        text = path.read_text()
        assert text.count(edit.old) == 1, f"{mutant.fault}: {edit.old!r} once in {path}"
        imports = mutant.imports if not before else ""
        before.setdefault(path, text)
        path.write_text(imports + text.replace(edit.old, edit.new))
    return before


def restore(before: dict[Path, str]) -> None:
    for path, text in before.items():
        path.write_text(text)


def run_tests(project: Path, *tests: str) -> tuple[int, str]:
    """Exit code and output."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    variables = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "TEST_DATABASE_URL": ""}
    result = subprocess.run(
        command, cwd=project, env=variables, capture_output=True, text=True, check=False
    )
    return result.returncode, result.stdout


def catch(mutant: Mutant, project: Path) -> str:
    """The test that fails, or nothing. A fault with which no test can start is none."""
    before = apply(mutant, project)
    try:
        code, output = run_tests(project, mutant.tests)
    finally:
        restore(before)
    assert code in (PASSED, FAILED), f"{mutant}\n{output}"
    failed = [line for line in output.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed[0].split("::", 1)[-1].split(" - ")[0] if code else ""


def catch_all(project: Path, mutants: Sequence[Mutant] = MUTANTS) -> dict[Mutant, str]:
    """Each fault and the test that catches it, printed as they come."""
    for mutant in mutants:
        restore(apply(mutant, project))
    copies: SimpleQueue[Path] = SimpleQueue()
    for number in range(AT_ONCE):
        copies.put(Path(shutil.copytree(project, project.with_name(f"copy{number}"))))

    def catch_in_a_copy(mutant: Mutant) -> str:
        copy = copies.get()
        try:
            test = catch(mutant, copy)
        finally:
            copies.put(copy)
        row = f"{mutant.shape:12} {mutant.plural:11} {mutant.fault:45} {test or 'SURVIVED'}"
        print(row, flush=True)
        return test

    with ThreadPoolExecutor(AT_ONCE) as executor:
        return dict(zip(mutants, executor.map(catch_in_a_copy, mutants), strict=True))


def ask(words: Sequence[str]) -> int:
    """Print what catches each fault, and how many are caught; 1 if one is not."""
    chosen = [m for m in MUTANTS if not words or any(w in f"{m.plural} {m.fault}" for w in words)]
    with tempfile.TemporaryDirectory() as scratch:
        caught = catch_all(make_project(Path(scratch)), chosen)
    print(f"{sum(map(bool, caught.values()))} of {len(caught)} caught")
    return int(not all(caught.values()))


if __name__ == "__main__":
    sys.exit(ask(sys.argv[1:]))
