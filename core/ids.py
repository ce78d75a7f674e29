"""Keys made by the application."""

import uuid

import uuid6


def new_id() -> uuid.UUID:
    """A UUIDv7: it sorts by the moment of its making and says nothing else, so it serves as key, URL and API id."""
    return uuid.UUID(int=uuid6.uuid7().int)
