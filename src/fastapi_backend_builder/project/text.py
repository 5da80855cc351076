"""Source text that is only looked at, so that no file is too broken to read."""

import io
import tokenize


def decode_source(raw: bytes) -> str:
    """Text with plain line ends; bytes that do not decode become replacement marks."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
    except SyntaxError:
        encoding = "utf-8"
    return "\n".join(raw.decode(encoding, errors="replace").splitlines())
