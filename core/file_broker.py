"""The queue of an installation without Redis: files in a folder, each there whole or not at all."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu writes a message where the worker already looks: one read in between is empty, and ends the worker."""

    def _put(self, queue: Any, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid4()}"
        begun = folder / f"{name}.begun"  # the worker takes only NAME.QUEUE.msg
        try:
            begun.write_text(dumps(payload), encoding="utf-8")  # type: ignore[no-untyped-call]
            begun.rename(folder / f"{name}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {folder}") from error


class Transport(filesystem.Transport):
    Channel = Channel
