"""One environment for each application, made at its first use and again after a change."""

import shutil
import sys
from hashlib import sha256
from pathlib import Path

from benchmarks.places import WORK
from benchmarks.processes import run


def environment(name: str, requirements: str, constraints: str = "") -> Path:
    """The Python of an environment with these requirements, within these constraints."""
    folder = WORK / "environments" / name
    python = folder / "bin/python"
    stamp = folder / "made-from"
    purpose = sha256(f"{sys.version}\n{folder}\n{requirements}\n{constraints}".encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != purpose:
        shutil.rmtree(folder, ignore_errors=True)
        _make(folder, requirements, constraints)
        stamp.write_text(purpose)
    return python


def _make(folder: Path, requirements: str, constraints: str) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    wanted, limits = folder.with_suffix(".txt"), folder.with_suffix(".constraints")
    wanted.write_text(requirements)
    limits.write_text(constraints)
    python = folder / "bin/python"
    if uv := shutil.which("uv"):
        run([uv, "venv", "--quiet", "--python", sys.executable, folder], folder.parent)
        install: list[str | Path] = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        run([sys.executable, "-m", "venv", folder], folder.parent)
        install = [python, "-m", "pip", "install", "--quiet"]
    run([*install, "--requirement", wanted, "--constraint", limits], folder.parent)


def installed_versions(python: Path, packages: tuple[str, ...]) -> dict[str, str]:
    """The versions of those of the packages that the environment has."""
    (site,) = python.parents[1].glob("lib/python*/site-packages")
    versions = {}
    for info in site.glob("*.dist-info"):
        name, _, version = info.name.removesuffix(".dist-info").partition("-")
        versions[name.lower().replace("_", "-")] = version
    return {name: versions[name] for name in packages if name in versions}
