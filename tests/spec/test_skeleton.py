"""What is alike in long files is blank in their skeletons, and all else stands where it was."""

import ast

import pytest

from fastapi_backend_builder.spec.skeleton import skeleton

SHORT = '    {0}s: Mapped[list["{0}"]] = relationship(back_populates="a")\n'
LONG = '    {0}s: Mapped[list["{0}"]] = relationship(\n        back_populates="a"\n    )\n'
MODEL = "class A(Base):\n    name: Mapped[str]\n\n{}\n    def f(self) -> None: ...\n"


@pytest.mark.parametrize("relation", [SHORT, LONG])
def test_the_last_of_several_relations_stays_in_its_place(relation: str) -> None:
    text = MODEL.format("".join(map(relation.format, "BCD")))
    lines, left = text.split("\n"), skeleton(text).split("\n")

    assert all(line in ("", lines[number]) for number, line in enumerate(left))
    assert len(left) == len(lines)
    names = [node.target.id for node in ast.parse(skeleton(text)).body[0].body[:-1]]
    assert names == ["name", "Ds"]


@pytest.mark.parametrize(
    "text",
    [
        MODEL.format(SHORT.format("B")),
        MODEL.format(SHORT.format("B") + "    # of the other\n" + SHORT.format("C")),
        MODEL.format('    b: Mapped["B"] = relationship("""B""")\n    c: Mapped[str]\n'),
        MODEL.format(
            "    b: Mapped[int] = mapped_column()\n    c: Mapped[int] = mapped_column()\n"
        ),
        "router.include_router(b.router)\nrouter.include_router(c.router, tags=[])\n",
    ],
)
def test_what_is_single_or_in_another_form_stays(text: str) -> None:
    assert skeleton(text) == text


def test_of_many_includes_one_stays() -> None:
    text = "".join(f"router.include_router({name}.router)\n" for name in "bcd")
    assert skeleton(text) == "\n\nrouter.include_router(d.router)\n"


def test_what_does_not_parse_does_not_without_relations_either() -> None:
    text = MODEL.format("".join(map(SHORT.format, "BCD"))) + "oh no\n"
    with pytest.raises(SyntaxError):
        compile(skeleton(text), "", "exec")
