"""What stands around the rows of an inbox: figures that lead to their lists, rules, the next act of an empty one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from desk.inbox import pairs, people
from desk.inbox.causes import CAUSES
from nudges.kinds.pairs import SILENCE
from people.models import User
from programs.models import Program
from relationships.models import Relationship
from tests.desk.test_inbox import help_asked
from tests.make import NOW, make_enrollment, make_pair, make_person, make_program, make_session
from tests.pages import page_of

pytestmark = pytest.mark.django_db


def figures_on(page: str) -> dict[str, tuple[str, str]]:
    """Label → value, address."""
    found = re.findall(r'<li><a href="([^"]+)"><b>([^<]+)</b><span>([^<]+)</span>', page)
    return {label: (value, url.replace("&amp;", "&")) for url, value, label in found}


def make_talking(program: Program, *, days_ago: int = 10) -> Relationship:
    pair = make_pair(program=program)
    make_session(pair, status="held", starts_at=NOW - timedelta(days=days_ago))
    return pair


def test_each_figure_leads_to_the_list_that_it_counts(admin: User, program: Program) -> None:
    talking = [make_talking(program) for _n in range(5)]
    silent = make_talking(program, days_ago=31)
    proposed = make_pair(program=program, status="proposed")
    alone = make_enrollment(program, make_person("Jo", "Alone"), "learner").person
    figures = figures_on(page_of(admin, "/inbox/"))
    assert [value for value, _url in figures.values()] == ["6", "1", "83\xa0%"]
    lists = [page_of(admin, url) for _value, url in figures.values()]
    for row, where in [(talking[0], 0), (silent, 0), (talking[0], 2)]:
        assert f"/pairs/{row.pk}/facts/" in lists[where]
    assert f"/people/{alone.pk}/" in lists[1]
    assert f"/pairs/{silent.pk}/facts/" not in lists[2]
    assert not any(str(proposed.pk) in page for page in lists)
    assert "As of today, 09:00" in page_of(admin, "/inbox/")


def test_of_fewer_than_five_pairs_no_share_is_said(admin: User, program: Program) -> None:
    assert figures_on(page_of(admin, "/inbox/"))["Talked in the last 30 days"][0] == "Nothing yet"
    made = [make_talking(program) for _n in range(4)]
    assert figures_on(page_of(admin, "/inbox/"))["Talked in the last 30 days"][0] == "Too few to show"
    make_talking(program)
    assert figures_on(page_of(admin, "/inbox/"))["Talked in the last 30 days"][0] == "100\xa0%"
    Relationship.objects.filter(pk=made[0].pk).update(status="resting")
    assert figures_on(page_of(admin, "/inbox/"))["Talked in the last 30 days"][0] == "Too few to show"


def test_the_figures_are_those_of_the_program_that_was_chosen(admin: User, program: Program) -> None:
    other = make_program("coaching", admin=admin)
    here, there = make_talking(program), make_pair("coaching", program=other)
    make_talking(make_program())
    assert figures_on(page_of(admin, "/inbox/"))["Pairs under way"][0] == "2"
    inbox = page_of(admin, f"/inbox/?program={other.pk}")
    assert re.findall(r'aria-current="true"[^>]*>([^<]+)</a>', inbox) == [other.name]
    value, url = figures_on(inbox)["Pairs under way"]
    page = page_of(admin, url)
    assert re.findall(r'aria-current="true"[^>]*>([^<]+)</a>', page) == [other.name, "Pairs under way"]
    assert value == "1"
    assert str(there.pk) in page
    assert str(here.pk) not in page


def test_the_rule_of_a_cause_says_the_number_that_it_goes_by(admin: User, program: Program) -> None:
    make_enrollment(program, make_person("Jo"), "learner", status="applied")
    page = page_of(admin, "/inbox/")
    assert re.search(
        r"<summary>.*?Why am I seeing this\?.*?Somebody applied and waits for a decision\.", page, re.DOTALL
    )
    numbers = {
        "unanswered": pairs.NO_ANSWER.days, "alone": people.LONG_ENOUGH.days, "unsigned": pairs.UNSIGNED.days,
        "not_begun": pairs.NO_FIRST_SESSION.days, "quiet": SILENCE, "ending": pairs.END_IS_NEAR.days,
    }  # fmt: skip
    said = {cause.key: str(cause.why) for cause in CAUSES}
    assert [key for key, number in numbers.items() if f" {number} " not in said[key]] == []
    where = {cause.key: str(cause.where) for cause in CAUSES}
    assert [key for key in numbers if "This number is the same for every program." not in where[key]] == []


def test_why_one_sees_something_says_where_its_rule_is_changed(admin: User, program: Program) -> None:
    """The rules are constants: no link may promise otherwise. Who the help contact is, a program says."""
    make_enrollment(program, make_person("Jo"), "learner", status="applied")
    Program.objects.update(help_contact=admin)
    help_asked(program, admin)
    page = page_of(admin, "/inbox/")
    why = {
        key: page.split(f'id="g-{key}"')[1].split("Why am I seeing this?")[1].split("</details>")[0]
        for key in ("applications", "help")
    }
    assert "This rule is the same for every program." in why["applications"]
    assert "<a" not in why["applications"]
    assert "can name another help contact" in why["help"]
    assert 'href="/programs/"' in why["help"]


def test_an_empty_inbox_names_the_next_act_of_a_new_program(admin: User, program: Program) -> None:
    Program.objects.update(help_contact=admin)
    User.objects.exclude(pk=admin.pk).delete()
    assert "No people yet." in page_of(admin, "/inbox/")
    person = make_person("Jo")
    assert "No applications yet." in page_of(admin, "/inbox/")
    make_enrollment(program, person, "learner")
    assert "1 accepted, none paired." in page_of(admin, "/inbox/")
    make_session(make_pair(program=program, learner=person))
    assert "Nothing needs you. 1 pair is getting on with it." in page_of(admin, "/inbox/")
