"""One question to people, programs and pairs: what is found, and that nobody finds what they may not see."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from relationships.models import Relationship
from tests import make

pytestmark = pytest.mark.django_db


def found(reader: User, words: str) -> Any:
    browser = Client()
    browser.force_login(reader)
    return browser.get("/search/", {"q": words})


def titles(reader: User, words: str) -> list[str]:
    of = found(reader, words).context["found"]
    return [hit.title for hits in (of.people, of.programs, of.pairs) for hit in hits]


@pytest.fixture
def maya() -> User:
    return make.make_person("Maya", "Lindqvist")


@pytest.fixture
def pair(maya: User) -> Relationship:
    """Zoë Ångström and Leo Brandt in Maya's program."""
    return make.make_pair(
        program=make.make_program(admin=maya, name="Über die Frühjahrs-Gruppe"),
        learner=make.make_person("Zoë", "Ångström", email="z@example.org", employee_id="KN-77"),
        guide=make.make_person("Leo", "Brandt"),
    )


@pytest.mark.parametrize("words", ["zoe", "ÅNGSTRÖM", "angs zo", "z@example.org", "kn-77"])
def test_whoever_runs_a_program_finds_people_and_their_pairs(maya: User, pair: Relationship, words: str) -> None:
    assert titles(maya, words) == ["Zoë Ångström", "Zoë Ångström – Leo Brandt"]


def test_a_pair_is_found_by_both_of_its_names(maya: User, pair: Relationship) -> None:
    make.make_pair(program=pair.program, guide=pair.guide, place=2)
    assert titles(maya, "leo zoe") == ["Zoë Ångström – Leo Brandt"]
    assert f'href="/pairs/{pair.pk}/facts/"' in found(maya, "leo zoe").content.decode()


@pytest.mark.parametrize("words", ["über", "UBER", "gruppe fru"])
def test_a_program_is_found_by_its_words_on_every_database(maya: User, pair: Relationship, words: str) -> None:
    assert titles(maya, words) == ["Über die Frühjahrs-Gruppe"]


def test_nobody_finds_what_they_may_not_see(pair: Relationship) -> None:
    """An outsider, and somebody who runs another program: not its pairs."""
    assert titles(make.make_person("Otto"), "zoe") == []
    other = make.make_person("Olga")
    make.make_program(admin=other)
    assert titles(other, "zoe") == ["Zoë Ångström"]


def test_one_finds_ones_own_pair_as_its_workspace(pair: Relationship) -> None:
    assert titles(pair.guide, "zoe") == ["Zoë Ångström", "Zoë Ångström – Leo Brandt"]
    assert f'href="/pairs/{pair.pk}/"' in found(pair.guide, "zoe").content.decode()


@pytest.mark.parametrize("words", ["z@example.org", "kn-77"])
def test_an_address_or_id_finds_nobody_for_those_who_do_not_read_the_directory(pair: Relationship, words: str) -> None:
    """Otherwise one could try out whose it is."""
    assert titles(pair.guide, words) == []


def test_a_proposed_pair_leads_to_its_question_and_one_that_lapsed_is_gone_for_the_two(
    maya: User, pair: Relationship
) -> None:
    Relationship.objects.filter(pk=pair.pk).update(status="proposed")
    pair.refresh_from_db()
    assert f'href="{reverse("relationships:answer", args=[pair.pk])}"' in found(pair.guide, "zoe").content.decode()
    pair.lapse(by=maya, now=make.NOW)
    assert titles(pair.guide, "zoe") == []


def test_more_than_fit_are_said_to_be_more(maya: User, pair: Relationship, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.search.SHOWN", 1)
    assert "Add a word" not in found(maya, "leo").content.decode()
    make.make_person("Leona")
    page = found(maya, "leo")
    assert "Add a word" in page.content.decode()
    assert len(page.context["found"].people) == 1


def test_the_box_stands_where_somebody_runs_things_and_the_page_says_what_it_finds(maya: User) -> None:
    make.make_program(admin=maya)
    for reader, has_box in ((maya, True), (make.make_person("Otto"), False)):
        browser = Client()
        browser.force_login(reader)
        assert ('action="/search/"' in browser.get("/help/").content.decode()) is has_box
        assert browser.get("/search/").content.decode().count('role="search"') == 1
    assert "is not searched" in found(maya, "").content.decode()
    assert "called “Nobody &lt;b&gt;”" in found(maya, "Nobody <b>").content.decode()
