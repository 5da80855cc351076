"""`fbb add resource`: a resource through every layer."""

import shlex
from typing import Any

import click

from fastapi_backend_builder.commands.execute import Execution, execute, plan_options
from fastapi_backend_builder.commands.request import requested
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.recipes.add_resources import add_resources
from fastapi_backend_builder.spec.options import Options


@click.command(name="resource")
@click.argument("name", required=False)
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
@click.option(
    "--under",
    metavar="MODEL",
    help="URLs under those of another: --under Post makes /posts/1/comments.",
)
@click.option("--roles", metavar="WHO", help="Who may do what: --roles list=public,create=editor.")
@click.option("--sync", is_flag=True, help="Plain `def` endpoints and service, on a Session.")
@click.option("--export", is_flag=True, help="The list also as a file: CSV or JSON lines.")
@click.option(
    "--bulk", is_flag=True, help="Also create, update and delete many at once; without many=."
)
@click.option(
    "--from",
    "source",
    metavar="FILE",
    help="Read the request, of one resource or many, from YAML or JSON; - is stdin.",
)
@plan_options
def command(
    execution: Execution,
    name: str | None,
    fields: tuple[str, ...],
    source: str | None,
    **options: Any,  # as click reads them: texts and flags
) -> ExitCode:
    """Add a resource: model, schemas, service, endpoints, migration and tests.

    A FIELD is name:type, then flags and keys, each behind a colon. The NAME - reads the request
    from stdin, as --from - does; `fbb schema` prints what it looks like.

    \b
    Types:  str int bigint float decimal=10.2 bool date datetime time uuid
            text json bytes email url slug enum=a/b ref=Model ref=self
            many=Model (ids of many rows)
    Flags:  optional unique index private readonly cascade
    Keys:   default= min= max= (lengths) ge= gt= le= lt= (numbers)
            pattern= (str, text; quote it) on_delete=restrict/cascade/set_null (ref)
            as= (ref, many: what the other model calls these rows)

    \b
    Examples:
      fbb add resource Author name:str:max=200:index born:int:optional
      fbb add resource Book title:str author:ref=Author price:decimal=8.2:ge=0
      fbb add resource Todo title:str done:bool:default=false --owned-by User
      fbb add resource Post title:str slug:slug:unique --soft-delete --id uuid
      fbb add resource Post title:str tags:many=Tag author:ref=User:as=written_posts
      fbb add resource Comment body:text --under Post
      fbb add resource News title:str --roles list=public,get=public,create=editor
      fbb add resource Entry text:text at:datetime:default=now:readonly --only list,get,create
      fbb add resource Reading value:float at:datetime:index --bulk --export --sync
      fbb add resource --from shop.yaml --dry-run
    """
    given = Options(**options)
    asked = requested(name, fields, given, source)
    project = Project.find(execution.directory)
    words = [name, *fields, *given.words(), *(["--from", source] if source else [])]
    command_line = shlex.join(["fbb", "add", "resource", *filter(None, words)])
    return execute(add_resources(project, asked, command_line), project.root, execution)
