"""What the endpoints of a resource are filled with."""

from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.spec.operations import Operation


class EndpointsFile(Context):
    """Their paths, their parameters and what they answer."""

    @property
    def item_path(self) -> str:
        return f'"/{{{self.noun.singular}_id}}"'

    @property
    def response(self) -> str:
        """The class of answers to a read."""
        return f"{self.noun.class_name}{'WithRelated' if self.related else 'Response'}"

    @property
    def arguments(self) -> str:
        """What endpoints make a service with."""
        user = ["user"] if self.is_personal else []
        return ", ".join(["db", *user, *(self.nest.parameters if self.nest else [])])

    def parameters(self, operation: Operation, *, retried: bool = False) -> str:
        """The same as parameters of an endpoint, and who may call it.

        A request that makes something can be `retried` under its key.
        """
        has_key = retried or operation == Operation.CREATE
        is_public = operation in self.resource.public
        db = f"db: {'Idempotent' if has_key and not is_public else 'Async'}DbSession"
        ids = [level.parameter for level in self.nest.levels] if self.nest else []
        if who := self.access.type(operation):
            return ", ".join([f"{'user' if self.is_personal else '_'}: {who}", db, *ids])
        user = ["user: CurrentUser"] if self.is_personal else []
        return ", ".join([db, *user, *ids])

    @property
    def export_parameters(self) -> str:
        """Those before the filters: the session only for who has to look a path up."""
        if self.nest:
            return f"{self.parameters(Operation.LIST)}, "
        who = self.access.type(Operation.LIST) or ("CurrentUser" if self.owner else None)
        return f"{'user' if self.owner else '_'}: {who}, " if who else ""
