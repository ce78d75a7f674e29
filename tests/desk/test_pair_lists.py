"""The pairs of a program by state, each list leading to the facts of a pair."""

from __future__ import annotations

import pytest

from tests.make import make_pair, make_person, make_program
from tests.pages import page_of

pytestmark = pytest.mark.django_db


def test_pairs_are_listed_by_how_they_stand() -> None:
    admin = make_person("Maya")
    mentoring, coaching = make_program(admin=admin), make_program("coaching", admin=admin)
    pairs = {
        "proposed": make_pair(program=mentoring, status="proposed"),
        "unsigned": make_pair(program=mentoring, status="agreeing"),
        "resting": make_pair("coaching", program=coaching, status="paused"),
        "over": make_pair("coaching", program=coaching, status="closed"),
        "": make_pair(program=mentoring, status="active"),
    }
    for show in pairs:
        page = page_of(admin, f"/pairs/?show={show}")
        listed = {key for key, pair in pairs.items() if f"/pairs/{pair.pk}/facts/" in page}
        assert listed == ({show} if show else set(pairs))
