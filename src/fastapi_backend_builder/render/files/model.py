"""What the model of a resource is filled with."""

from collections.abc import Iterator

from fastapi_backend_builder.render import model, relationships
from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.render.links import Link
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.names import default_table_name
from fastapi_backend_builder.spec.sides import is_of_itself


class ModelFile(Context):
    """The table and the attributes of its rows."""

    @property
    def table_name(self) -> str | None:
        """The name of the table, where it does not follow from that of the class."""
        regular = default_table_name(self.noun.class_name)
        usual = self.setting.names_tables and regular == self.noun.plural
        return None if usual else self.noun.plural

    @property
    def table_arguments(self) -> list[str]:
        """What the model says of its table as a whole."""
        parent = self.resource.parent
        return [
            *([f'Index(None, "{parent.column}", "id")'] if parent else []),
            *(
                f'unique_while_live("{self.storage.live_index(f)}", "{f.column}")'
                for f in self.storage.unique_while_live
            ),
        ]

    @property
    def type_imports(self) -> dict[str, str]:
        """The modules of the other models that the relations name, by class."""
        named = {field.target for field in (*self.refs, *self.resource.links)}
        targets = sorted(self.setting.targets.items())
        return {name: target.module for name, target in targets if name in named}

    def column(self, field: Field) -> str:
        return model.column(field, self.resource, self.table(field) if field.target else "")

    @property
    def relationships(self) -> list[str]:
        """The attributes of the model that hold rows, of its own table on both sides."""
        of_refs = [line for field in self.refs for line in self._relation(field)]
        return of_refs + [line for link in self.links for line in self._link_relation(link)]

    def _relation(self, field: Field) -> Iterator[str]:
        both = field.name not in self.setting.one_sided
        yield relationships.relation(field, self.resource, has_other_side=both)
        if is_of_itself(self.noun, field):
            yield relationships.other_relation(field, self.resource)

    def _link_relation(self, link: Link) -> Iterator[str]:
        is_known = link.field.name not in self.setting.one_sided
        yield link.relation if is_known else link.one_sided_relation
        if is_of_itself(self.noun, link.field):
            yield link.other_relation
