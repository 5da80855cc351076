"""Every link leads somewhere, and every path that is named is there."""

import re
from collections.abc import Callable
from fnmatch import filter as matching
from pathlib import Path
from typing import Any

import pytest
from docs.documents import DOCUMENTS

from fastapi_backend_builder.project.template import template_files

Find = Callable[[str], Any]

REPOSITORY = Path(__file__).parents[2]
FOLDERS = "app|assets|deploy|examples|references|src|tests"
# What the documents make up for an example, or invite the reader to make.
EXAMPLES = re.compile(r"\{resource\}|todo|order_item|^app/kit/")


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_link_leads_somewhere(path: str, document: Find) -> None:
    folder = (REPOSITORY / path).parent
    for link in re.findall(r"\]\(([^)]+)\)", document(path).prose):
        if not link.startswith("https://"):
            target, _, anchor = link.partition("#")
            file = folder / target if target else REPOSITORY / path
            assert file.is_file(), link
            assert not anchor or anchor in anchors(file.read_text()), link


def anchors(markdown: str) -> set[str]:
    """The fragments of the headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", markdown, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_path_that_is_named_is_there(path: str, document: Find) -> None:
    known = known_paths()
    named = re.findall(rf"`((?:{FOLDERS})/[^`\s:]*)`", document(path).prose)
    strays = [name for name in named if not EXAMPLES.search(name) and not matching(known, name)]
    assert not strays


def known_paths() -> set[str]:
    """Files and folders (with a slash behind), of the repository and of a project."""
    files = {
        path.relative_to(REPOSITORY).as_posix()
        for folder in FOLDERS.split("|")
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file()
    } | set(template_files())
    folders = {f"{parent}/" for file in files for parent in map(str, Path(file).parents)}
    return files | folders
