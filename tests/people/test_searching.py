"""Finding people: what is found, and that 5,000 people are not read to find one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import PersonWord, User
from tests.make import make_person

MANY = 5_000
SYLLABLES = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su"]


def names_found(words: str) -> list[str]:
    return sorted(person.name for person in User.objects.search(words))


def fill_directory() -> None:
    """5,000 people with names as unlike as names are."""
    people = []
    for number in range(MANY):
        syllables = [SYLLABLES[int(digit)] for digit in f"{number:04}"]
        given, family = "".join(syllables[2:]).title(), "".join(syllables).title()
        people.append(
            User(given_name=given, family_name=family, email=f"p{number}@example.org", employee_id=f"E{number:05}")
        )
    User.objects.bulk_create(people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        "amara ok",
        "OK",
        "okafor amara",
        "amara.ok",
        "AMARA.OKAFOR@example.org",
        "kn-0",
        "Kn-077",
        "nguyen",
        "amar oka kn",
    ],
)
def test_people_are_found_by_the_start_of_name_address_or_id(words: str) -> None:
    make_person("Amara Nguyen", "Okafor", email="amara.okafor@example.org", employee_id="KN-077")
    make_person("Leo", "Brandt", email="leo@example.org", employee_id="B-1")
    assert names_found(words) == ["Amara Nguyen Okafor"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "family_name"),
    [("özil", "Özil"), ("ÖZIL", "Özil"), ("ozil", "Özil"), ("иванов", "ИВАНОВ"), ("berg", "van der Berg"),
     ("водкин", "Петров-Водкин"), ("петров-водкин", "Петров-Водкин"), ("o'neill", "O'Neill"), ("neill", "O’Neill"),
     ("strasse", "Straße"), ("山", "山田"), ("i\u0307z", "İzmir")],
)  # fmt: skip
def test_case_and_accents_do_not_matter_in_any_script(words: str, family_name: str) -> None:
    make_person("Jo", family_name)
    make_person("Leo", "Brandt")
    assert names_found(words) == [f"Jo {family_name}"]


@pytest.mark.django_db
def test_nothing_typed_finds_everyone_and_the_middle_of_a_word_nobody() -> None:
    make_person("Amara", "Okafor", email="x@example.org")
    assert names_found("  ") == ["Amara Okafor"]
    assert names_found("mara") == names_found("%") == names_found("\x00") == names_found("\udc80x") == []


@pytest.mark.django_db
def test_every_way_of_writing_a_person_leaves_them_findable() -> None:
    one, two = User(given_name="Ann", family_name="First"), User(given_name="Bea", family_name="First")
    User.objects.bulk_create([one, two])
    assert names_found("first") == ["Ann First", "Bea First"]
    User.objects.filter(family_name="First").update(family_name="Second")
    assert (names_found("first"), names_found("second")) == ([], ["Ann Second", "Bea Second"])
    one.family_name = two.family_name = "Third"
    User.objects.bulk_update([one], ["family_name"])
    two.save(update_fields=["family_name"])
    assert (names_found("second"), names_found("third")) == ([], ["Ann Third", "Bea Third"])
    one.family_name = "Fourth"
    User.objects.bulk_create([one], update_conflicts=True, unique_fields=["id"], update_fields=["family_name"])
    two.family_name = "Fourth"
    two.save()
    assert (names_found("third"), names_found("fourth")) == ([], ["Ann Fourth", "Bea Fourth"])
    two.delete()
    assert PersonWord.objects.count() == len({"ann", "fourth"})


@pytest.mark.django_db
def test_a_write_that_renames_nobody_costs_no_further_query(django_assert_num_queries: Any) -> None:
    person = make_person("Amara", "Okafor")
    with django_assert_num_queries(1):
        User.objects.filter(pk=person.pk).update(title="Lead")
    with django_assert_num_queries(1):
        person.save(update_fields=["title"])


@pytest.mark.django_db
def test_a_search_among_5000_people_reads_no_whole_table() -> None:
    """3.1: by name, e-mail or id, alone and together; the page's order and limit included."""
    fill_directory()
    make_person("Amara", "Okafor", email="amara@example.org", employee_id="Z-9")
    for words in ("okafor", "amara ok", "amara@ex", "z-9", "bademagolu"):
        rows = User.objects.search(words).order_by("family_name", "given_name", "id").select_related("manager")[:50]
        plan = rows.explain()
        assert whole_tables(plan) == [], f"{words}: {plan}"
    assert [person.employee_id for person in User.objects.search("amara ok")] == ["Z-9"]
    unindexed = User.objects.filter(title__icontains="x").explain()
    assert whole_tables(unindexed) != [], "a plan that reads all people is told apart"


def whole_tables(plan: str) -> list[str]:
    """The lines of a plan that read a table of people from end to end, in PostgreSQL's words or SQLite's."""
    lines = [line.strip() for line in plan.splitlines()]
    return [line for line in lines if "Seq Scan on people_" in line or "SCAN people_" in line or "SCAN T" in line]


@pytest.mark.django_db
def test_the_directory_asks_as_much_for_5000_people_as_for_one(client: Client) -> None:
    client.force_login(make_person("Sam", "Admin", is_org_admin=True))
    asked = [queries_of(client, words) for words in ("", "sam ad")]
    fill_directory()
    asked += [queries_of(client, words) for words in ("", "ba", "sam ad")]
    assert len(set(asked)) == 1, asked


def queries_of(client: Client, words: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/people/", {"q": words})
    assert "Nobody here" not in page.content.decode()
    return len(queries)
