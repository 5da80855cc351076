"""Source text that is only looked at, so that no file is too broken to read."""

import codecs
import io
import tokenize


def decode_source(raw: bytes) -> str:
    """Text with plain line ends; bytes that do not decode become replacement marks."""
    return "\n".join(raw.decode(_encoding(raw), errors="replace").splitlines())


def _encoding(raw: bytes) -> str:
    if not (raw.startswith(codecs.BOM_UTF8) or b"coding" in raw):
        return "utf-8"
    try:
        return tokenize.detect_encoding(io.BytesIO(raw).readline)[0]
    except SyntaxError:
        return "utf-8"
