"""The service and the endpoints of a resource as plain `def` code, made of the `async def` code."""

import re

_CHANGES = (
    # What takes a session itself is `async def` in the project.
    (r"\bawait (self\.listing\.\w+)\(self\.db, (.*)\)", r"finish(\1(as_async(self.db), \2))"),
    (r"\bawait (\w+_all)\(self, (.*)\)", r"finish(\1(self.awaited, \2))"),
    (r"\bawait ", ""),
    (r"\basync def ", "def "),
    (r"\bIdempotentDbSession\b", "SyncIdempotentDbSession"),
    (r"\bAsyncDbSession\b", "DbSession"),
    (r"\bBaseService\b", "SyncService"),
    (r"\b(Linked|SoftDelete|Owned|Nested|OwnedNested)Service\b", r"Sync\1Service"),
)


def as_sync(body: str) -> str:
    for pattern, replacement in _CHANGES:
        body = re.sub(pattern, replacement, body)
    return body
