"""Every name of a library that its documentation does not promise, and what happens without it.

No other package of the kit uses such names. Each module here says for its names why they are needed
and since when they are there, and looks at the start of the process whether they still are:

- `fast_path`: names of FastAPI and Starlette. Without one of them, FastAPI routes all requests;
- `statements`: names of SQLAlchemy. Without one, its session runs all statements;
- `routes`, `sessions`, `connections`: names that have a replacement each.

What is missing is a line in the log, once, when logging is configured.
"""

from importlib import import_module

from kit.compat.shape import ChangedError, missing

__all__ = ["HAS_COMPILED", "HAS_FAST_PATH", "missing"]


def _is_whole(module: str, what: str) -> bool:
    try:
        import_module(module)
    except (AttributeError, ImportError, ChangedError) as error:
        missing.append(f"{what}: {_reason(error)}")
        return False
    return True


def _reason(error: Exception) -> str:
    # What follows is where the module was found.
    return str(error).partition(" (")[0]


HAS_FAST_PATH = _is_whole("kit.compat.fast_path", "FastAPI routes all requests")
HAS_COMPILED = _is_whole("kit.compat.statement_shapes", "the session runs all statements")
