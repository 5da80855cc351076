"""A project with a resource of each shape, and the faults that go into its code one at a time."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RESOURCES = """
Category name:str:max=80:unique parent:ref=self:optional:on_delete=restrict
Tag name:str:max=40:unique colour:str:max=20:optional --id uuid --bulk \
 --roles list=public,get=public,create=editor,update=editor,delete=admin
Product title:str:max=60:unique price:decimal=10.2:ge=0 stock:int:ge=0:default=0 \
 status:enum=draft/live:default=draft:index cost:decimal=10.2:private:optional \
 views:int:readonly:default=0 released:date:optional:index category:ref=Category
Note title:str:max=60:unique body:text:optional rating:int:ge=1:le=5:index --owned-by User
Cart currency:enum=eur/usd:default=eur label:str:max=40:unique --owned-by User --soft-delete
CartItem quantity:int:gt=0:le=99 product:ref=Product --under Cart
Article title:str:max=200:index slug:slug:unique tags:many=Tag --id uuid --soft-delete --export \
 --roles list=public,get=public,create=editor,update=editor,delete=admin
Device serial:str:max=14:unique weight:int:ge=1:default=1 note:ref=Note:optional \
 --owned-by User --bulk --export
Gauge name:str:max=40:unique level:float:ge=0:le=100:index --sync --bulk
Reading code:uuid:unique value:int --only list,get,create
"""

FILES = {
    "model": "app/models/{singular}.py",
    "schemas": "app/schemas/{singular}.py",
    "service": "app/services/{singular}.py",
    "endpoints": "app/api/v1/endpoints/{plural}.py",
    "migration": "app/db/migrations/versions/*_create_{plural}.py",
}
SINGULAR = {"categories": "category"}


@dataclass(frozen=True)
class Edit:
    """Pattern of a path, what stands in that file, and what will."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Mutant:
    """A fault in a resource; `imports` is what the new text of the first edit needs."""

    shape: str
    plural: str
    fault: str
    edits: tuple[Edit, ...]
    imports: str

    @property
    def tests(self) -> str:
        return f"tests/api/test_{self.plural}.py"


def read(fault: dict[str, Any]) -> Mutant:
    plural = fault["plural"]
    names = {"plural": plural, "singular": SINGULAR.get(plural, plural.removesuffix("s"))}
    edits = tuple(
        Edit(FILES.get(edit["file"], edit["file"]).format(**names), edit["old"], edit["new"])
        for edit in fault["edits"]
    )
    return Mutant(fault["shape"], plural, fault["fault"], edits, fault.get("imports", ""))


MUTANTS = list(
    map(read, tomllib.loads(Path(__file__).with_name("faults.toml").read_text())["faults"])
)
