"""What the service of a resource is filled with."""

from fastapi_backend_builder.render.computed import rule
from fastapi_backend_builder.render.files.lists import ListContext
from fastapi_backend_builder.spec.operations import Operation


class ServiceFile(ListContext):
    """What its class is made of."""

    @property
    def service_bases(self) -> str:
        """What deletes stands before what says whose the rows are, and where."""
        scope = ("Owned" if self.is_personal else "") + ("Nested" if self.nest else "")
        names = ["SoftDeleteService"] if self.resource.soft_delete else []
        names += ["LinkedService"] if self.writes_links else []
        names += [f"{scope}Service"] if scope else []
        return ", ".join(f"{name}[{self.noun.class_name}]" for name in names or ["BaseService"])

    @property
    def rules(self) -> dict[str, str]:
        """How what is computed begins, as Python."""
        return {field.column: rule(field, self.resource) for field in self.computed}

    @property
    def rules_know_request(self) -> bool:
        return any("data." in rule for rule in self.rules.values())

    @property
    def writes_links(self) -> bool:
        return bool(self.links) and not set(self.operations) <= {Operation.LIST, Operation.GET}
