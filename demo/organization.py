"""Brings the invented people in as an organization would: the first admin, an HR file, a file with the job history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from demo import cast
from people import profiles
from people.importing.applying import apply_plan
from people.importing.options import ImportOptions
from people.importing.reading import plan_path
from people.importing.roles import import_roles
from people.importing.running import choose, keep_record, receive
from people.models import User
from people.organization import describe

GRADES = ("Associate", "Professional", "Senior", "Lead", "Director")

# What each department knows, and what its people would like to learn.
SKILLS: dict[str, tuple[str, str]] = {
    "Supply planning": ("Forecasting; Negotiation; Supplier relations", "Leading a team; Presenting; Negotiation"),
    "Plant operations": ("Lean; Shift planning; Quality", "Leading a team; Budgeting; Presenting"),
    "Logistics": ("Customs; Freight; Negotiation", "Conflict; Budgeting; Leading a team"),
    "Sensor engineering": ("Sensor physics; Testing; Technical writing", "Having a say; Presenting; Writing"),
    "Software": ("Python; Data modeling; Mentoring newcomers", "Leading a team; Product thinking; Presenting"),
    "Product": ("User research; Presenting; Product thinking", "Speaking up; Conflict; Leading a team"),
    "Sales": ("Negotiation; Presenting; Conflict", "Forecasting; Leading a team; Product thinking"),
    "Customer success": ("Conflict; Listening; Writing", "Delegating; Budgeting; Speaking up"),
    "Accounting": ("Budgeting; Reporting", "Presenting; Delegating; Speaking up"),
    "Controlling": ("Forecasting; Budgeting; Reporting", "Delegating; Leading a team; Presenting"),
    "Learning": ("Facilitation; Listening; Conflict; Delegating", "Data modeling; Budgeting"),
    "IT": ("Security; Python; Writing", "Speaking up; Leading a team"),
    "Field service": ("Diving; Maintenance; Improvising", "Working abroad; Leading a team; Presenting"),
}
LEADERS = "Leading a team; Delegating; Conflict; Budgeting; Presenting; Speaking up; Working abroad"


class Organization:
    """The people by their key, the word before the @ ("tom.ellis")."""

    def __init__(self, now: datetime, rows: list[dict[str, str]] | None = None, domain: str = cast.DOMAIN) -> None:
        """`rows`: the HR file, if it is not that of the demo."""
        self.now, self.domain = now, domain
        self.rows = list(cast.rows(now.date())) if rows is None else rows
        self.people: dict[str, User] = {}

    def __getitem__(self, key: str) -> User:
        return self.people[key]

    def found(self) -> None:
        """The admin link makes the first admin; two files bring everybody else."""
        profiles.add(
            by=None, now=self.now, email=f"sam.whitlock@{self.domain}", given_name="Sam", family_name="Whitlock",
            is_org_admin=True, starts_on=self._first_day("Sam"),
        )  # fmt: skip
        describe(name=cast.ORGANIZATION, time_zone=settings.TIME_ZONE, by=None, now=self.now)
        with TemporaryDirectory() as folder:
            self._import(_written(Path(folder) / "people.csv", cast.as_csv(self.rows)))
            path = _written(
                Path(folder) / "job-history.csv", cast.as_csv(list(cast.roles_held(self.now.date(), self.domain)))
            )
            import_roles(path, None, by=None, now=self.now)
        self.people = {str(user.email).partition("@")[0]: user for user in User.objects.order_by("employee_id")}

    def _first_day(self, name: str) -> date:
        return next(date.fromisoformat(row["Start date"]) for row in self.rows if row["First name"] == name)

    def _import(self, path: Path) -> None:
        plan = plan_path(path, ImportOptions(), self.now)
        apply_plan(plan, by=None, now=self.now)
        keep_record(plan, by=None, file_name=path.name, now=self.now)

    def bring_a_new_file(self, now: datetime) -> None:
        """Sam has uploaded the newest file of the HR system and not looked through the check yet."""
        people = list(cast.rows(self.now.date()))
        moved, newcomer = people[60], {**people[61], **cast.NEWCOMER}
        moved["Job title"] = f"Senior {moved['Job title'].lower()}"
        nameless = {**newcomer, "Employee ID": "T1999", "First name": "", "Last name": "", "E-mail": ""}
        text = cast.as_csv(iter([*people[40:], newcomer, nameless]))
        sam = self["sam.whitlock"]
        job = receive(by=sam, file_name="people-this-month.csv", content=text.encode(), now=now)
        choose(job, by=sam, asked={}, email_domain="", now=now)

    def tell_of_themselves(self, people: Iterable[User], *, now: datetime) -> None:
        """Those who take part complete their profiles; their profession and grade come with the enrollment."""
        for number, person in enumerate(people):
            offers, wants = skills_of(person, number)
            profiles.edit(person, by=person, now=now, offers=offers, wants=wants)
            profiles.set_work(person, by=None, now=now, profession=person.department, grade=grade_of(person))

    def pick(self, count: int, suits: Callable[[User], bool], *, but: Iterable[User]) -> list[User]:
        """So many people who suit, spread over the organization."""
        left_out = {person.pk for person in but}
        found = [person for person in self.people.values() if person.pk not in left_out and suits(person)]
        step = max(1, len(found) // count)
        return found[::step][:count]


def leads(person: User) -> bool:
    return person.title.startswith(("Head of", "Director", "Managing", "Ombuds", "Team lead"))


def grade_of(person: User) -> str:
    if person.title.startswith(("Director", "Managing")):
        return GRADES[4]
    if leads(person):
        return GRADES[3]
    return GRADES[2] if person.title.startswith("Senior") or "manager" in person.title else GRADES[1]


def skills_of(person: User, number: int) -> tuple[list[str], list[str]]:
    known, wanted = SKILLS.get(person.department, (LEADERS, "Listening; Product thinking"))
    offers, wants = known.split("; "), wanted.split("; ")
    if leads(person):
        offers += LEADERS.split("; ")[number % 3 : number % 3 + 4]
    at = number % len(wants)
    return list(dict.fromkeys(offers)), wants[at:] + wants[:at][:1]


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
