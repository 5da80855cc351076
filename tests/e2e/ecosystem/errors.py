"""sentry-sdk: unexpected errors and transactions, kept here rather than sent."""

import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

sent: list[dict[str, object]] = []


class Kept(Transport):
    def capture_envelope(self, envelope: Envelope) -> None:
        sent.extend(item.payload.json for item in envelope.items if item.payload.json)


# Before the application is made.
sentry_sdk.init("https://key@sentry.invalid/1", traces_sample_rate=1.0, transport=Kept)

from app.api.v1.router import router  # noqa: E402


@router.get("/broken/{number}")
async def broken(number: int) -> None:
    raise RuntimeError(number)


from app.main import app  # noqa: E402 - it includes the router


@app.get("/sent")
async def list_sent() -> list[dict[str, object]]:
    return [
        {"type": event.get("type", "error"), "transaction": event.get("transaction")}
        for event in sent
    ]
