"""`fbb add resource`: a resource through every layer."""

import shlex
from typing import Any

import click

from fastapi_backend_builder.commands.execute import Execution, execute, plan_options
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.recipes.add_resource import add_resource
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.resource import Resource


@click.command(name="resource")
@click.argument("name")
@click.argument("fields", nargs=-1, metavar="FIELD...")
@click.option("--plural", help="The plural, where the guess is wrong: --plural people.")
@click.option(
    "--owned-by", metavar="MODEL", help="Rows belong to who is signed in: --owned-by User."
)
@click.option(
    "--only", metavar="OPERATIONS", help="Leave the others out: --only list,get,create,update."
)
@click.option("--id", metavar="TYPE", help="The type of ids, int without it: --id uuid.")
@click.option(
    "--soft-delete", is_flag=True, help="Mark what is deleted, so that it can be restored."
)
@plan_options
def command(execution: Execution, name: str, fields: tuple[str, ...], **options: Any) -> ExitCode:
    """Add a resource: model, schemas, service, endpoints, migration and tests.

    A FIELD is name:type, then flags and keys, each behind a colon.

    \b
    Types:  str int bigint float decimal=10.2 bool date datetime time uuid
            text json bytes email url slug enum=a/b ref=Model ref=self
    Flags:  optional unique index private readonly cascade
    Keys:   default= min= max= (lengths) ge= gt= le= lt= (numbers)
            pattern= (str, text; quote it) on_delete=restrict/cascade/set_null (ref)

    \b
    Examples:
      fbb add resource Author name:str:max=200:index born:int:optional
      fbb add resource Book title:str author:ref=Author price:decimal=8.2:ge=0
      fbb add resource Todo title:str done:bool:default=false --owned-by User
      fbb add resource Post title:str slug:slug:unique --soft-delete --id uuid
      fbb add resource Entry text:text at:datetime:default=now:readonly --only list,get,create
    """
    asked = Options(**options)
    resource = Resource.parse(name, fields, asked)
    project = Project.find(execution.directory)
    command_line = shlex.join(["fbb", "add", "resource", name, *fields, *asked.words()])
    return execute(add_resource(project, resource, command_line), project.root, execution)
