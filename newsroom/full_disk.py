"""Telling an editor that there is no room left, where Django would say that something failed."""

import errno
import sqlite3

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# Of PostgreSQL's SQLSTATEs: disk_full.
DISK_FULL = "53100"
# The parts of SQLite's own files that it asks for first, and gets none of.
SQLITE_FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMOPEN,
}
SAID = (
    "The disk is full, so this was not done and nothing was changed. Your text is still in the "
    "form: go back, tell whoever looks after the site, and send it again once there is room."
)


def is_full(error) -> bool:
    """Whether ``error``, or what it came from, is for want of room on a disk."""
    while error:
        if (
            getattr(error, "errno", None) in NO_ROOM
            or getattr(error, "sqlstate", None) == DISK_FULL
            or getattr(error, "sqlite_errorcode", None) in SQLITE_FULL
        ):
            return True
        error = error.__cause__
    return False
