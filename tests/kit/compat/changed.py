"""An application on libraries that have changed: `python -m tests.kit.compat.changed PART...`.

It prints what it answers, as JSON. The parts are `fast_path`, `statements` and `others`.
"""

import json
import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

GONE = {
    "fast_path": {"_effective_route"},
    "statements": {"_for_update_arg", "await_", "new_instance", "dispatch"},
    "others": {
        "_autobegin_t",
        "_conn",
        "_queue_class",
        "_transport",
        "contextmanager_in_threadpool",
        "iter_route_contexts",
        "lifespan_context",
    },
}


def hide(gone: set[str]) -> None:
    """Before anything of the kit is imported."""
    path = Path(__file__).parents[3] / "kit/compat/shape.py"
    spec = spec_from_file_location("kit.compat.shape", path)
    assert spec is not None
    assert spec.loader is not None
    shape: Any = module_from_spec(spec)
    sys.modules[spec.name] = shape
    spec.loader.exec_module(shape)
    names_of = shape.names_of
    shape.names_of = lambda thing: names_of(thing) - gone


if __name__ == "__main__":
    hide(set().union(*(GONE[part] for part in sys.argv[1:])))
    print(json.dumps(import_module("tests.kit.compat.answers").answers()))
