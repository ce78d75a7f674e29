"""Rows about people: the directory, a profile, an import."""

import json
from datetime import date, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from people import api_tokens, devices, passkeys, profiles
from people.importing import running
from people.models import ImportJob, PersonSkill, RoleHeld, Skill, User
from tests import make
from tests.rows import Rows

# Who is here; then a file: somebody new, who changes, who stays, who leaves, a row with an error, one with a gap.
HERE = ((2, "Cem", "Change"), (3, "Sam", "Stay"), (4, "Lou", "Leave"), (9, "Abe", "Absent"))
FILE = b"""EmpID,Name,Title,Supervisor,Status,Leaving date
1,Nia New,Fitter,,Active,
2,Cem Change,Lead,,Active,
3,Sam Stay,Fitter,,Active,
4,Lou Leave,Fitter,,Terminated,2026-10-01
5,,Fitter,,Active,
6,Gap Gone,Fitter,Nobody Here,Active,
"""


def directory() -> Rows:
    admin = make.make_person("Olga", "Aaa", is_org_admin=True)
    return Rows(admin, reverse("people:people"), lambda number: str(make.make_person("Bo", f"B{number:03}").pk))


def called() -> Rows:
    """People that the search finds, the last by its name first."""
    admin = make.make_person("Olga", "Aaa", is_org_admin=True)
    path = f"{reverse('desk:search')}?q=bo"
    return Rows(admin, path, lambda number: str(make.make_person("Bo", f"B{999 - number}").pk))


def roles_held() -> Rows:
    person = make.make_person("Jo")

    def more(number: int) -> str:
        since = date(1960 + number, 1, 1)
        RoleHeld.objects.create(person=person, title=f"Role {number}.", from_on=since, until_on=since)
        return f"Role {number}."

    return Rows(person, reverse("people:person", args=[person.pk]), more)


def skills(route: str, *, of_person: bool) -> Rows:
    person = make.make_person("Jo")

    def more(number: int) -> str:
        skill = Skill.objects.create(name=f"Skill {number}.")
        PersonSkill.objects.create(person=person, skill=skill, direction="offered")
        return skill.name

    return Rows(person, reverse(route, args=[person.pk] if of_person else []), more)


def tokens() -> Rows:
    person = make.make_person("Jo")

    def more(number: int) -> str:
        now, token = make.NOW + timedelta(minutes=number), api_tokens.draw()
        return api_tokens.make(person, token, name=f"Token {number}.", scopes=[], days=30, by=person, now=now).name

    return Rows(person, reverse("people:tokens"), more)


def passkey_rows() -> Rows:
    person = make.make_person("Jo")

    def more(number: int) -> str:
        passkeys.add(person, by=person, now=make.NOW, name=f"Key {number}.", credential={})
        return f"Key {number}."

    return Rows(person, reverse("people:passkeys"), more)


def device_rows() -> Rows:
    person = make.make_person("Jo")

    def more(number: int) -> str:
        store = SessionStore()
        store.create()
        row = UserSession.objects.create(user=person, ip=devices.NO_ADDRESS, session_key=store.session_key)
        return reverse("people:sign_out_there", args=[row.pk])

    return Rows(person, reverse("people:devices"), more, one_by_one=True)


def _admin() -> User:
    return make.make_person("Olga", is_org_admin=True)


def imports() -> Rows:
    """The newest imports that nobody went on with."""
    admin = _admin()

    def more(number: int) -> str:
        now = make.NOW + timedelta(minutes=number)
        return str(running.receive(by=admin, file_name=f"{number}.csv", content=FILE, now=now).pk)

    return Rows(admin, reverse("people:import_people"), more)


def columns() -> Rows:
    """The columns of one file."""
    admin = _admin()
    job = running.receive(by=admin, file_name="people.csv", content=b"Name\nJo\n", now=make.NOW)

    def more(number: int) -> str:
        head = ",".join(f"Column {n}." for n in range(number + 1))
        wider = running.receive(by=admin, file_name="x.csv", content=f"Name,{head}\nJo\n".encode(), now=make.NOW)
        job.content = wider.content
        job.save(update_fields=["content"])
        return f"Column {number}."

    return Rows(admin, reverse("people:import_job", args=[job.pk]), more, most=50)


def checked(route: str, name: str) -> Rows:
    """People behind one count of a check: as the check of a real file wrote the first one."""
    admin, job = _checked()
    report = running.report_of(job)
    first = report[name].pop()

    def more(number: int) -> str:
        report[name].append(_again(first, f"Copy {number}."))
        job.report = json.dumps(report)
        job.save(update_fields=["report"])
        return f"Copy {number}."

    return Rows(admin, reverse(route, args=[job.pk]), more)


def _checked() -> tuple[User, ImportJob]:
    admin = _admin()
    for key, given, family in HERE:
        make.make_person(given, family, employee_id=str(key), title="Fitter", email=None)
    job = running.receive(by=admin, file_name="people.csv", content=FILE, now=make.NOW)
    running.choose(job, by=admin, asked={}, email_domain="", now=make.NOW)
    running.answer(job, by=admin, complete=True, contradictions="", allow_leavers=True, now=make.NOW)
    return admin, job


def _again(row: Any, name: str) -> Any:
    """The same row about somebody else."""
    if isinstance(row, str):
        return name
    return [name, *row[1:]] if isinstance(row, list) else {**row, "name": name}


def own_rows() -> Rows:
    """One group of one's own data."""
    pair = make.make_pair()
    path = reverse("desk:own_group", args=["written"])

    def more(number: int) -> str:
        make.make_line(pair, text=f"Line {number}.", position=number)
        return f"Line {number}."

    return Rows(pair.learner, path, more)


def looks() -> Rows:
    """Who looked, in pages."""
    person = make.make_person("Jo")

    def more(number: int) -> str:
        admin = make.make_person("Olga", f"Look{number:03}x", is_org_admin=True)
        profiles.look_at(person, by=admin, now=make.NOW)
        return "Somebody who runs things here"

    return Rows(person, reverse("desk:who_looked"), more)
