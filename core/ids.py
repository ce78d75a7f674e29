"""Keys made by the application."""

import uuid

import uuid6

SOMEBODY = uuid.UUID("50000000-0000-4000-8000-00000000500d")  # of nobody: stands in SQL or an address for a key to come


def new_id() -> uuid.UUID:
    """A UUIDv7: it sorts by the moment of its making and says nothing else, so it serves as key, URL and API id."""
    return uuid.UUID(int=uuid6.uuid7().int)
