"""`fbb schema`: what a request as data looks like."""

from json import dumps

import click

from fastapi_backend_builder.commands import add_resource
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.spec.request_schema import request_schema


@click.command(name="schema")
def command() -> ExitCode:
    """Print the JSON Schema (2020-12) of what `fbb add resource` reads as data.

    \b
    Examples:
      fbb schema
      fbb schema > request.schema.json
    """
    options = (p for p in add_resource.command.params if isinstance(p, click.Option))
    helps = {str(option.name): option.help or "" for option in options}
    click.echo(dumps(request_schema(helps), indent=2))
    return ExitCode.OK
