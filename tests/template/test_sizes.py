"""A new project stays as small as `audit/sizes.py` says, which prints the numbers."""

import runpy
from pathlib import Path

SIZES = runpy.run_path(str(Path(__file__).parents[2] / "audit/sizes.py"))["sizes"]


def test_no_size_grows_beyond_its_limit() -> None:
    assert not [size for size in SIZES() if size.is_now > size.at_most]
