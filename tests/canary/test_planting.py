"""The canary test itself fails when something sings."""

import pytest

from core.data_classes import DataClass
from programs.models import Application
from relationships.models import AgendaItem, Agreement
from tests.canary.planting import Plant, readers
from tests.canary.test_canary import leaks, words_in
from tests.doors.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def learners_item(world: World) -> AgendaItem:
    pair = world.pairs["coaching"]
    item: AgendaItem = AgendaItem.objects.filter(relationship=pair, author=pair.learner)[0]
    return item


def ids(world: World, *roles: str) -> set[object]:
    return {world.people["coaching"][role].pk for role in roles}


def test_what_the_two_share_is_for_the_two(world: World) -> None:
    item = learners_item(world)
    assert readers(Plant("w", "l", DataClass.D3, item)) == ids(world, "guide", "learner")


def test_the_sponsor_reads_the_contract(world: World) -> None:
    agreement = Agreement.objects.get(relationship=world.pairs["coaching"])
    assert readers(Plant("w", "l", DataClass.D3, agreement)) == ids(world, "guide", "learner", "sponsor")


def test_a_private_text_is_its_authors(world: World) -> None:
    item = learners_item(world)
    assert readers(Plant("w", "l", DataClass.D4, item)) == ids(world, "learner")


def test_an_application_is_read_by_its_author_and_the_programs_admins(world: World) -> None:
    learner = world.people["coaching"]["learner"]
    program = world.pairs["coaching"].program
    application = Application.objects.get(enrollment__person=learner, enrollment__program=program)
    assert readers(Plant("w", "l", DataClass.D9, application)) == ids(world, "learner", "program_admin")


def test_a_concern_is_read_by_its_author_and_the_named_contact(world: World) -> None:
    item = learners_item(world)
    assert readers(Plant("w", "l", DataClass.D10, item)) == ids(world, "learner", "help_contact")


def test_a_word_is_found_wherever_it_stands(world: World) -> None:
    plant = Plant("zq0042qz", "note.text", DataClass.D4, world.pairs["coaching"])
    assert words_in("<P>ZQ0042QZ</P>") == {"zq0042qz"}
    assert leaks("subject: zq0042qz", [plant]) == ["note.text (D4)"]
    assert leaks("nothing", [plant]) == []
