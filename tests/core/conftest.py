from collections.abc import Iterator

import pytest
from django.db import connection

from tests.core.sealed.models import Letter


@pytest.fixture
def letters(transactional_db: None) -> Iterator[None]:
    """The table of `Letter`, for the length of a test."""
    with connection.schema_editor() as editor:
        editor.create_model(Letter)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Letter)
