"""Line ends, which git and editors change while the text stays the same."""


def normal(content: bytes) -> bytes:
    """With those that the template has."""
    return content.replace(b"\r\n", b"\n")


def with_ends_of(current: bytes | None, content: bytes) -> bytes:
    """New content with the line ends of what it replaces."""
    windows = current is not None and current.count(b"\r\n") * 2 > current.count(b"\n")
    return normal(content).replace(b"\n", b"\r\n") if windows else content
