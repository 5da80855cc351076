"""Several new resources in one plan, each added to a project that has those before it."""

from collections.abc import Iterator

from fastapi_backend_builder.errors import UsageError, at
from fastapi_backend_builder.plan import Plan, fold
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.recipes.add_resource import add_resource
from fastapi_backend_builder.spec.request import Asked, Place
from fastapi_backend_builder.spec.resource import Resource


def add_resources(project: Project, asked: Asked, command: str) -> Plan:
    """The plan that adds them all."""
    _refuse_twins(asked)
    tables = [resource.noun.plural for resource in asked.values()]
    plans = []
    for place, resource in _ordered(asked):
        with at(place):
            plans.append(add_resource(project, resource, command, tables))
        project = project.after(plans[-1].changes)
    return Plan(
        command,
        fold(change for plan in plans for change in plan.changes),
        tuple(dict.fromkeys(step for plan in plans for step in plan.manual_steps)),
        tuple(dict.fromkeys(notice for plan in plans for notice in plan.notices)),
    )


def _refuse_twins(asked: Asked) -> None:
    """Two that would share a module, or a table."""
    owners: dict[tuple[str, str], str] = {}
    for place, resource in asked.items():
        noun = resource.noun
        for form in (("singular", noun.singular), ("plural", noun.plural)):
            if form in owners:
                with at(place):
                    raise UsageError(
                        f"{noun.class_name} has the same {form[0]} as the {owners[form]} before "
                        f"it: '{form[1]}'",
                        hint="choose another name for one of them, or another plural",
                    )
            owners[form] = noun.class_name


def _ordered(asked: Asked) -> Iterator[tuple[Place, Resource]]:
    """As they are listed, but each behind those that it refers to."""
    places = {resource.noun.class_name: place for place, resource in asked.items()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> Iterator[tuple[Place, Resource]]:
        if name in done:
            return
        place = places[name]
        if name in path:
            with at(place):
                raise _circle((*path[path.index(name) :], name))
        for target in _targets(asked[place]):
            if target in places and target != name:
                yield from visit(target, (*path, name))
        done.add(name)
        yield place, asked[place]

    for name in places:
        yield from visit(name, ())


def _targets(resource: Resource) -> list[str]:
    return [field.target for field in resource.attributes if field.target]


def _circle(names: tuple[str, ...]) -> UsageError:
    return UsageError(
        f"these refer to each other in a circle: {' -> '.join(names)}",
        hint="leave one of the refs out: no table could be made before the others",
    )
