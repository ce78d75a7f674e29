"""The demo, made once for all these tests, in a folder, a database and a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.installation import Installation, make_installation


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder: Path = tmp_path_factory.mktemp("demo")
    with make_installation(folder) as it:
        it.environment |= {"DEMO": "1"}
        for command in (("migrate", "--verbosity", "0"), ("createcachetable",), ("make_demo",)):
            done = it.manage(*command)
            assert done.returncode == 0, done.stderr
        yield it
