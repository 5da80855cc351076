"""Three-way merge of one file, by lines."""

from difflib import SequenceMatcher

Lines = list[bytes]


def merge(current: bytes, base: bytes, other: bytes) -> bytes | None:
    """Both sides' edits of `base` in one, or None if they overlap or touch."""
    texts = [content.splitlines(keepends=True) for content in (base, current, other)]
    merged: Lines = []
    starts = [0, 0, 0]
    for shared in [*_shared_lines(*texts), tuple(map(len, texts))]:
        chunk = _merged(*(t[a:b] for t, a, b in zip(texts, starts, shared, strict=True)))
        if chunk is None:
            return None
        merged += [*chunk, *texts[0][shared[0] : shared[0] + 1]]
        starts = [line + 1 for line in shared]
    return b"".join(merged)


def _merged(base: Lines, current: Lines, other: Lines) -> Lines | None:
    """What stands between two lines that all three share."""
    if current in (base, other):
        return other
    return current if other == base else None


def _shared_lines(base: Lines, current: Lines, other: Lines) -> list[tuple[int, ...]]:
    """The lines that neither side has touched: where each text has them."""
    in_current, in_other = _places(base, current), _places(base, other)
    common = sorted(in_current.keys() & in_other.keys())
    return [(line, in_current[line], in_other[line]) for line in common]


def _places(base: Lines, side: Lines) -> dict[int, int]:
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    blocks = matcher.get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}
