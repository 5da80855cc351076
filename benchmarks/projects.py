"""The projects of many resources: ours as `fbb` makes them, and the plain one multiplied."""

import logging
import re
import shutil
import sys
from hashlib import sha256
from pathlib import Path

from benchmarks.places import APPS, REPOSITORY, WORK, fresh
from benchmarks.processes import run

log = logging.getLogger(__name__)

FBB = Path(sys.executable).parent / "fbb"
FIELDS = ("title:str:max=255", "description:text:optional", "owner:ref=User")
# What is measured without a token.
OPEN_TO_ALL = ("--roles", "list=public,get=public,create=public")
SOURCES = ("src", "assets")


def resource_arguments(name: str, folder: Path | str, *options: str) -> list[str]:
    return ["add", "resource", name, *FIELDS, *options, "-C", str(folder)]


def new_project(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    run([FBB, "new", "bench", "--db", "postgresql", "--dir", folder], folder.parent)


def add_resource(folder: Path, name: str, *options: str) -> None:
    run([FBB, *resource_arguments(name, folder, *options)], folder)


def generated_projects(sizes: tuple[int, ...]) -> dict[int, Path]:
    """Projects of `Item1` to `ItemN`; kept for as long as the builder and the template stay."""
    cache = WORK / "projects" / _fingerprint()
    for stale in cache.parent.glob("*"):
        if stale != cache:
            shutil.rmtree(stale)
    done = 0
    for size in sizes:
        folder = cache / str(size)
        if not folder.exists():
            _grow(cache / str(done), done, folder, size)
        done = size
    return {size: cache / str(size) for size in sizes}


def _grow(source: Path, done: int, folder: Path, size: int) -> None:
    growing = folder.with_name("growing")
    if done:
        shutil.rmtree(growing, ignore_errors=True)
        shutil.copytree(source, growing)
    else:
        new_project(growing)
    log.info("generating the resources %d to %d", done + 1, size)
    numbers: list[str | Path] = [str(done + 1), str(size)]
    run([sys.executable, "-m", "benchmarks.growth", growing, *numbers], REPOSITORY)
    growing.rename(folder)


def _fingerprint() -> str:
    digest = sha256()
    for name in SOURCES:
        for path in sorted((REPOSITORY / name).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(REPOSITORY)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def plain_project(size: int, folder: Path) -> Path:
    """The plain application with its resource written `size` times."""
    source = APPS / "plain/app"
    app = fresh(folder) / "app"
    app.mkdir()
    for name in ("__init__.py", "database.py", "users.py"):
        shutil.copy(source / name, app)
    for number in range(1, size + 1):
        (app / f"item{number}s").mkdir()
        for path in (source / "items").glob("*.py"):
            text = _numbered(path.read_text(), number)
            (app / f"item{number}s" / path.name).write_text(text)
    (app / "main.py").write_text(_main(size))
    return folder


def _numbered(text: str, number: int) -> str:
    text = re.sub(r"\bItem(?=[A-Z]|\b)", f"Item{number}", text)
    text = text.replace("app.items", f"app.item{number}s")
    return re.sub(r'"(/?)items"(?!:)', rf'"\1item{number}s"', text)


def _main(size: int) -> str:
    numbers = range(1, size + 1)
    return "\n".join(
        [
            "from fastapi import FastAPI",
            "",
            "import app.users",
            *(f"from app.item{n}s.router import router as item{n}s" for n in numbers),
            "",
            "app = FastAPI()",
            *(f"app.include_router(item{n}s)" for n in numbers),
            "",
        ]
    )
