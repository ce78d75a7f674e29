"""The queue of an installation without Redis."""

from pathlib import Path
from queue import Empty
from typing import Any

import pytest

from config.celery import app
from core import file_broker


@pytest.fixture
def channel(tmp_path: Path) -> Any:
    folders = {"data_folder_in": tmp_path, "data_folder_out": tmp_path, "control_folder": tmp_path / "control"}
    options = {name: str(folder) for name, folder in folders.items()}
    with app.connection_for_write("filesystem://localhost", transport_options=options) as connection:
        yield connection.channel()


def test_a_message_arrives_once_and_whole(channel: Any) -> None:
    channel._put("kicks", {"kick": "Größe"})
    assert channel._get("kicks") == {"kick": "Größe"}
    with pytest.raises(Empty):
        channel._get("kicks")


def test_a_worker_that_looks_while_a_message_is_written_finds_none_instead_of_an_empty_one(
    channel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, looked = Path.write_text, []

    def look_first(path: Path, *args: Any, **kwargs: Any) -> int:
        path.touch()
        with pytest.raises(Empty):
            channel._get("kicks")
        looked.append(path)
        return write(path, *args, **kwargs)

    monkeypatch.setattr(Path, "write_text", look_first)
    channel._put("kicks", {"kick": 1})
    assert looked
    assert channel._get("kicks") == {"kick": 1}


def test_celery_takes_this_queue_for_a_folder() -> None:
    with app.connection_for_write("filesystem://localhost") as connection:
        assert connection.get_transport_cls() is file_broker.Transport
