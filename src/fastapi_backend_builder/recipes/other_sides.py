"""The other sides of a resource's relations, in the models that it refers to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from fastapi_backend_builder.edit import Applied, Cannot, Outcome, add_member
from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.plan import Edit, ManualStep
from fastapi_backend_builder.project import Model, Project
from fastapi_backend_builder.recipes.edited import EditedFile
from fastapi_backend_builder.render.format import format_all
from fastapi_backend_builder.render.links import Link
from fastapi_backend_builder.render.relationships import other_relation
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.sides import is_of_itself, other_side
from fastapi_backend_builder.spec.types import FieldType


@dataclass(frozen=True, slots=True)
class OtherSides:
    """What is to be edited; `missing` are the relations that have no other side until then."""

    changes: tuple[Edit, ...] = ()
    steps: tuple[ManualStep, ...] = ()
    missing: frozenset[str] = frozenset()


def add_other_sides(project: Project, resource: Resource) -> OtherSides:
    return _OtherSides(project, resource).add()


class _OtherSides:
    def __init__(self, project: Project, resource: Resource) -> None:
        self._project = project
        self._resource = resource
        self._noun = resource.noun
        self._files: dict[str, EditedFile] = {}
        self._names: dict[str, list[str]] = {}

    def add(self) -> OtherSides:
        steps: dict[str, ManualStep] = {}
        for field in (*self._resource.fields, *self._resource.links):
            if field.target and not is_of_itself(self._noun, field) and (step := self._add(field)):
                steps[field.name] = step
        return OtherSides(tuple(self._edits()), tuple(steps.values()), frozenset(steps))

    def _edits(self) -> Iterator[Edit]:
        for path, names in self._names.items():
            yield from self._files[path].changes_as_made(f"add {' and '.join(names)}")

    def _add(self, field: Field) -> ManualStep | None:
        model = self._project.find_model(str(field.target))
        if model is None:  # the setting refuses it
            return None
        side = other_side(self._noun, field)
        if self._is_there(model, side, field):
            return None
        file = self._files.setdefault(model.path, EditedFile(self._project, model.path))
        match file.edit(self._edited, field=field, model=model):
            case Applied():
                self._names.setdefault(model.path, []).append(f"{model.class_name}.{side}")
            case Cannot():
                return file.steps[-1]
        return None

    def _is_there(self, model: Model, side: str, field: Field) -> bool:
        """Whether the model has this relation, in whatever form; UsageError for anything else."""
        text = self._project.attribute(model, side)
        if text is None:
            return False
        is_of_resource = re.search(rf"\b{self._noun.class_name}\b", text)
        if is_of_resource and f"back_populates='{field.name}'" in text:
            return True
        raise UsageError(
            f"{model.class_name} has something else called '{side}' already",
            hint=f"give the other side a name: as=related_{side}",
        )

    def _edited(self, before: bytes, field: Field, model: Model) -> Outcome:
        noun, package = self._noun, f"{self._project.package}.models"
        known = self._loads_all_models
        outcome = add_member(
            before if known else b"",  # without the class there is the snippet alone
            class_name=model.class_name,
            member=self._formatted(model, self._member(field, model)),
            package=package,
            imports=[f"from sqlalchemy.orm import {name}" for name in ("Mapped", "relationship")],
            types=[f"from {package}.{noun.singular} import {noun.class_name}"],
            line_length=self._project.line_length,
        )
        if not isinstance(outcome, Cannot):
            return outcome
        unknown = f"{package} does not import every model by itself"
        return Cannot(self._why(outcome.reason if known else unknown, field), outcome.snippet)

    @property
    def _loads_all_models(self) -> bool:
        """Whether the new model is there whenever the one that it refers to is."""
        path = self._project.path("models", "__init__.py")
        return b"iter_modules" in (self._project.read(path) or b"")

    def _member(self, field: Field, model: Model) -> str:
        if field.type is FieldType.MANY:
            return Link(field, self._resource, model.table).other_relation
        return other_relation(field, self._resource)

    def _formatted(self, model: Model, member: str) -> str:
        source = f"class {model.class_name}:\n    {member}\n"
        formatted = format_all({model.path: source}, self._project.root)[model.path]
        return dedent(formatted.partition("\n")[2]).rstrip()

    def _why(self, reason: str, field: Field) -> str:
        name, side = self._noun.class_name, other_side(self._noun, field)
        own = self._project.path("models", f"{self._noun.singular}.py")
        return (
            f"{reason}; {name}.{field.name} has no other side without it, and with it wants "
            f'back_populates="{side}" in {own}'
        )
