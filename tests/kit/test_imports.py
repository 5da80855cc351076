"""What an import of the application does to a process that only wants to look into it."""

import subprocess
import sys

SCRIPT = """
import gc
from argon2 import PasswordHasher

def no_hash(*_: object) -> str:
    raise AssertionError("a hash is computed")

PasswordHasher.hash = no_hash
before = gc.get_threshold(), gc.get_freeze_count()
import app.main
assert (gc.get_threshold(), gc.get_freeze_count()) == before
"""


def test_it_hashes_nothing_and_leaves_the_garbage_collector_as_it_is() -> None:
    done = subprocess.run(  # noqa: S603 - of our own words
        [sys.executable, "-c", SCRIPT], check=False, capture_output=True, text=True
    )

    assert done.stderr == ""
    assert done.returncode == 0
