"""Which migrations there are, as their files say."""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from app.db import MIGRATIONS
from kit.db.revisions import Revisions, read_revisions


def test_they_are_those_that_alembic_finds() -> None:
    config = Config()
    config.set_main_option("script_location", "app:db/migrations")
    scripts = ScriptDirectory.from_config(config)

    found = read_revisions(MIGRATIONS / "versions")

    assert found.known == {script.revision for script in scripts.walk_revisions()}
    assert found.heads == {*scripts.get_heads(consider_depends_on=True)}


def test_branches_have_a_head_each_until_they_meet(tmp_path: Path) -> None:
    first, left, right, both, other = "abcde"
    for name, before in ((first, None), (left, first), (right, first), (other, None)):
        (tmp_path / f"{name}.py").write_text(f"revision = {name!r}\ndown_revision = {before!r}\n")
    (tmp_path / "__init__.py").touch()

    assert read_revisions(tmp_path).heads == {left, right, other}

    meeting = f"revision = {both!r}\ndown_revision = {(left, right)!r}\ndepends_on = {other!r}\n"
    (tmp_path / f"{both}.py").write_text(meeting)

    assert read_revisions(tmp_path) == Revisions(frozenset("abcde"), frozenset(both))
