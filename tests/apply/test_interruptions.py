import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from apply.interruptions import INTERRUPTIONS, SCENARIOS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


@pytest.fixture(scope="module")
def outcomes() -> dict[str, list[str]]:
    script = Path(__file__).with_name("interruptions.py")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    output = subprocess.run([sys.executable, script], env=environment, check=True, stdout=-1).stdout
    found: dict[str, list[str]] = json.loads(output)
    return found


@pytest.mark.parametrize("interruption", INTERRUPTIONS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_interruption_at_any_step_leaves_the_old_tree_or_the_new_one(
    outcomes: dict[str, list[str]], scenario: str, interruption: str
) -> None:
    found = outcomes[f"{scenario}, {interruption}"]
    assert len(found) > 10
    assert set(found) <= {"old", "new"}
