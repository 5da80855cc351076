"""How a run that failed ends: what is said, and with which exit code."""

import os
import traceback
from collections.abc import Sequence
from json import dumps
from pathlib import Path

import click

from fastapi_backend_builder.errors import BuilderError, ExitCode, UsageError


def report(error: Exception, *, as_json: bool, color: bool | None) -> ExitCode:
    """Tell the user what went wrong, without a traceback."""
    failure = _failure(error)
    if as_json:
        _print_json(failure)
    else:
        _print(failure, color)
    return failure.exit_code


def _failure(error: Exception) -> BuilderError:
    match error:
        case BuilderError():
            return error
        case click.UsageError():
            return _usage_error(error)
        case click.ClickException():
            return BuilderError(error.format_message())
        case OSError(filename=str() | Path() as path):
            return BuilderError(
                f"{path}: {error.strerror}",
                hint="check its permissions and its owner, and the space on the disk",
            )
    if os.environ.get("FBB_DEBUG"):
        traceback.print_exception(error)
    return BuilderError(
        f"this is a bug in fbb: {type(error).__name__}: {error}",
        hint="please report it; FBB_DEBUG=1 shows where it happened",
    )


def _usage_error(error: click.UsageError) -> UsageError:
    hint = f"see {error.ctx.command_path if error.ctx else 'fbb'} --help"
    match error:
        case click.NoSuchOption(option_name=name, possibilities=similar):
            return UsageError(f"unknown option '{name}'", hint=_did_you_mean(similar) or hint)
        case click.exceptions.NoSuchCommand(command_name=name, possibilities=similar):
            return UsageError(f"unknown command '{name}'", hint=_did_you_mean(similar) or hint)
    message = error.format_message().rstrip(".")
    return UsageError(message[:1].lower() + message[1:], hint=hint)


def _did_you_mean(similar: Sequence[str] | None) -> str | None:
    return f"did you mean {' or '.join(map(repr, similar))}?" if similar else None


def _print(failure: BuilderError, color: bool | None) -> None:
    _print_labelled("error", "red", failure.message, color)
    if failure.hint:
        _print_labelled("hint", "cyan", failure.hint, color)


def _print_labelled(label: str, shade: str, text: str, color: bool | None) -> None:
    click.echo(f"{click.style(f'{label}:', fg=shade, bold=True)} {text}", err=True, color=color)


def _print_json(failure: BuilderError) -> None:
    result = {
        "status": "error",
        "message": failure.message,
        "hint": failure.hint,
        "exit_code": failure.exit_code,
    }
    click.echo(dumps(result, indent=2))
