"""A generated project of many resources, to be looked at from the outside."""

from pathlib import Path

import pytest
from e2e.conftest import postgresql  # noqa: F401 - a fixture
from e2e.test_generated_project import RESOURCES

from fastapi_backend_builder.cli import main

# What those of the tests have not: UUIDs, links, roles, the trash, and rows under others.
MORE = """
Tag name:str:max=40:unique colour:str:max=20:optional --id uuid --export \
 --roles list=public,get=public,create=editor,update=editor,delete=admin
Article title:str:max=200:index text:text:optional tags:many=Tag seen_with:many=self \
 --id uuid --soft-delete --roles list=public,get=public --export
Remark text:text answers:ref=self:optional about:many=Tag --under Article --owned-by User --export
Footnote number:int:unique note:str:max=80 tag:ref=Tag:optional --under Remark --id uuid \
 --sync --bulk --export
Notebook title:str:max=80:unique first_tag:ref=Tag:optional --owned-by User --soft-delete \
 --sync --bulk --export
Leaf number:int:index tags:many=Tag --under Notebook --soft-delete --roles delete=admin
""".replace("\\\n", "")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audited")
    assert main(["new", "warehouse", "-C", str(folder)]) == 0
    for line in (RESOURCES + MORE.lstrip()).strip().splitlines():
        assert main(["add", "resource", *line.split(), "-C", str(folder / "warehouse")]) == 0
    return folder / "warehouse"
