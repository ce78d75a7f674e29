"""A full disk, told apart from other errors and said in one sentence."""

import errno
import sqlite3

FULL = (
    "The disk is full: make 100 MB of room or more where Manyhands keeps its data (the folder var, or VAR_DIR), "
    "then start again."
)


def is_full(error: BaseException | None) -> bool:
    """Whether the system or SQLite said so, in the error or in what caused it."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        error = error.__cause__ or error.__context__
    return False
