"""The line at the top of the next page: "Saved." and what changed, with Undo where possible."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from core.returning import is_ours

UNDO = "undo:"


def say(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Shows `text` once, on the next page. `undo` is a path of ours that takes a POST."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo}" if undo else "")


def tell(request: HttpRequest, text: str) -> None:
    """Shows `text` once, on the next page: how it stands, where nothing was done."""
    messages.info(request, text)


def undo_path(message: Message) -> str:
    """Where the Undo button of a message posts to; empty for none and for anything that is not a path of ours."""
    path = (message.extra_tags or "").removeprefix(UNDO)
    return path if is_ours(path) else ""
