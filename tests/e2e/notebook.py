"""A project that works with its database in each way that there is."""

from pathlib import Path

from fastapi_backend_builder.cli import main

# Compiled statements, SQLAlchemy's own session on the async engine, and the sync engine.
PATHS = ["/api/v1/notes", "/api/v1/plain-notes", "/api/v1/memos"]

PLAIN_ENDPOINTS = """
from sqlalchemy import select

from kit.routing import Router
from app.dependencies import AsyncDbSession, IdempotentDbSession, SignedIn
from app.models.note import Note
from app.schemas.note import NoteCreate, NoteResponse

router = Router(prefix="/plain-notes", dependencies=[SignedIn])


@router.get("", response_model=list[NoteResponse])
async def list_plain_notes(db: AsyncDbSession) -> list[Note]:
    return list(await db.scalars(select(Note).limit(10)))


@router.post("", status_code=201, response_model=NoteResponse)
async def create_plain_note(db: IdempotentDbSession, data: NoteCreate) -> Note:
    note = Note(**data.model_dump())
    db.add(note)
    await db.flush()
    return note
"""
PLAIN_ROUTES = """
from app.api.v1.endpoints import plain_notes

router.include_router(plain_notes.router)
"""


def make_notebook(folder: Path) -> Path:
    """The project, whose PATHS are lists of texts, to be added to."""
    assert main(["new", "notebook", "-C", str(folder)]) == 0
    project = folder / "notebook"
    assert main(["add", "resource", "Note", "text:str", "-C", str(project)]) == 0
    assert main(["add", "resource", "Memo", "text:str", "--sync", "-C", str(project)]) == 0
    (project / "app/api/v1/endpoints/plain_notes.py").write_text(PLAIN_ENDPOINTS)
    with (project / "app/api/v1/router.py").open("a") as router:
        router.write(PLAIN_ROUTES)
    return project
