"""Of what several people had set aside of their own, the newest counts once it belongs to the program."""

from datetime import timedelta

import pytest
from django.db import connection

from core.migrating import WholeExecutor
from programs.models import SetAside
from tests.make import NOW, make_pair, make_person, make_program

DAY = timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_the_same_row_aside_the_newest_word_is_kept() -> None:
    maya, noa = make_person("Maya"), make_person("Noa")
    program = make_program(admin=maya)
    pair, other = make_pair(program=program), make_pair(program=program)
    every = WholeExecutor(connection).loader.graph.leaf_nodes()
    try:
        old = (
            WholeExecutor(connection)
            .migrate([("programs", "0004_what_a_template_fills_in")])
            .apps.get_model("programs", "SetAside")
        )
        for person, thing, at in ((maya, pair, NOW - DAY), (noa, pair, NOW), (maya, other, NOW)):
            old.objects.create(program_id=program.pk, person_id=person.pk, cause="quiet", thing=thing.pk, at=at)
    finally:
        WholeExecutor(connection).migrate(every)
    kept = SetAside.objects.values_list("thing", "by")
    assert set(kept) == {(pair.pk, noa.pk), (other.pk, maya.pk)}
