"""A lock that the operating system takes back when its holder dies."""

import sys
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def try_lock(file: BinaryIO) -> None:
        """Raise OSError if another process holds the lock."""
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def try_lock(file: BinaryIO) -> None:
        """Raise OSError if another process holds the lock."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
