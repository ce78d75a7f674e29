"""The demo, made once for all these tests by the README's command, in a folder and a database of its own."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.installation import PATIENCE, Installation, make_installation, wait_for, wait_until_gone


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder: Path = tmp_path_factory.mktemp("demo")
    with make_installation(folder) as it:
        it.environment |= {"DEMO": "1"}
        running = it.start(["sh", "-c", "exec ./run demo"])
        wait_for(lambda: it.get("/healthz")[0] == 200)
        running.send_signal(signal.SIGINT)
        assert running.wait(PATIENCE) == 0, it.errors.read_text()
        wait_until_gone(it.mark)
        yield it
