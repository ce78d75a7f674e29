"""The invented organization: who works where, for whom, since when. All names are made up."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ORGANIZATION = "Tidewater"
DOMAIN = "tidewater.example"
# The mail system of the demo knows nobody there: a mail that comes back.
DEAD_DOMAIN = "old.tidewater.example"

# location → zone, languages, given names, family names
PLACES: dict[str, tuple[str, str, str, str]] = {
    "Berlin": (
        "Europe/Berlin",
        "German; English",
        "Jonas Lea Mehmet Clara Tobias Nadia Felix Zeynep Moritz Hanna Emre Johanna Paul Vera Anton Selin Oskar Mira",
        "Keller Yildiz Neumann Schuster Arslan Winkler Vogel Demir Lorenz Busch Hartmann Kaya Seidel Franke Pohl",
    ),
    "Lisbon": (
        "Europe/Lisbon",
        "Portuguese; English",
        "Tiago Beatriz Rui Carolina Miguel Inês Duarte Mafalda Nuno Teresa Gonçalo Joana Vasco Catarina Hugo Marta",
        "Almeida Pinto Carvalho Moreira Fonseca Ramalho Tavares Cardoso Brito Leal Antunes Faria Matos Quintela",
    ),
    "Leeds": (
        "Europe/London",
        "English",
        "Daniel Aisha Callum Megan Imran Bethan Rory Sunita Lewis Harriet Kwame Niamh George Parveen Ewan Tessa Joel",
        "Hughes Rahman Whitaker Banks Mensah Fletcher Iqbal Sutton Boyle Hargreaves Lowe Chaudhry Marsh Dixon Booth",
    ),
    "New York": (
        "America/New_York",
        "English; Spanish",
        "Marcus Elena Darnell Sofia Andre Rachel Luis Naomi Terrence Gabriela Simon Camila Isaac Monique Peter Alma",
        "Bennett Castillo Freeman Rosen Delgado Murphy Grant Serrano Walsh Jackson Acosta Weiss Fuentes Hayes Cole",
    ),
    "Suva": (
        "Pacific/Fiji",
        "English; Fijian",
        "Josefa Mereoni Ratu Anjali Semi Salote Vikash Adi Tomasi Priti Epeli Losana Rajesh Unaisi Jone Kavita",
        "Tabua Naidu Waqa Rokotuivuna Prasad Qalo Singh Koroi Lal Vuki Delai Chand Tuisawau Bale Sharma",
    ),
}


@dataclass(frozen=True)
class Role:
    """One of the named people: `key` is the word before the @."""

    given: str
    family: str
    title: str
    department: str
    location: str
    manager: str  # family name of the manager; empty for nobody

    @property
    def key(self) -> str:
        return f"{self.given}.{self.family}".lower()


# People whom the story calls by their name: managers first, each before those who report to them.
NAMED: tuple[Role, ...] = (
    Role("Helene", "Vogt", "Managing director", "Management", "Berlin", ""),
    Role("Karl", "Jensen", "Director of operations", "Operations", "Berlin", "Vogt"),
    Role("Priya", "Nair", "Director of engineering", "Engineering", "Leeds", "Vogt"),
    Role("Leo", "Brandt", "Director of sales", "Sales", "New York", "Vogt"),
    Role("Marta", "Sousa", "Director of finance", "Finance", "Lisbon", "Vogt"),
    Role("Ingrid", "Dahl", "Director of people", "People", "Berlin", "Vogt"),
    Role("Samisoni", "Vakatawa", "Director of Pacific region", "Pacific region", "Suva", "Vogt"),
    Role("Ruth", "Adeyemi", "Head of supply planning", "Supply planning", "Leeds", "Jensen"),
    Role("Henrik", "Lund", "Head of plant operations", "Plant operations", "Berlin", "Jensen"),
    Role("Farah", "Aziz", "Head of logistics", "Logistics", "Lisbon", "Jensen"),
    Role("Owen", "Price", "Head of sensor engineering", "Sensor engineering", "Leeds", "Nair"),
    Role("Yuki", "Tanaka", "Head of software", "Software", "Berlin", "Nair"),
    Role("Sofia", "Reis", "Head of product", "Product", "Lisbon", "Nair"),
    Role("Grace", "Kim", "Head of sales East", "Sales", "New York", "Brandt"),
    Role("Diego", "Ramos", "Head of customer success", "Customer success", "New York", "Brandt"),
    Role("Paulo", "Neves", "Head of accounting", "Accounting", "Lisbon", "Sousa"),
    Role("Anke", "Roth", "Head of controlling", "Controlling", "Berlin", "Sousa"),
    Role("Lena", "Hoffmann", "Head of learning", "Learning", "Berlin", "Dahl"),
    Role("Victor", "Osei", "Head of IT", "IT", "Berlin", "Dahl"),
    Role("Litia", "Vosa", "Head of field service", "Field service", "Suva", "Vakatawa"),
    Role("Noor", "Haddad", "Ombudsperson", "Ombuds office", "Berlin", ""),
    Role("Maya", "Lindqvist", "Learning program manager", "Learning", "Berlin", "Hoffmann"),
    Role("Dana", "Wolff", "Internal coach", "Learning", "Berlin", "Hoffmann"),
    Role("Sam", "Whitlock", "IT service owner", "IT", "Berlin", "Osei"),
    Role("Tom", "Ellis", "Supply planner", "Supply planning", "Leeds", "Adeyemi"),
    Role("Jo", "Reyes", "Demand planner", "Supply planning", "Leeds", "Adeyemi"),
    Role("Kim", "Sato", "Supply analyst", "Supply planning", "Leeds", "Adeyemi"),
    Role("Amara", "Okafor", "Plant logistics planner", "Plant operations", "Berlin", "Lund"),
    Role("Kai", "Berg", "Shift lead", "Plant operations", "Berlin", "Lund"),
    Role("Mina", "Farouk", "Freight coordinator", "Logistics", "Lisbon", "Aziz"),
    Role("Ines", "Ferro", "Product designer", "Product", "Lisbon", "Reis"),
)

# head of the team → how many there are besides the named, and their titles
TEAMS: dict[str, tuple[int, str]] = {
    "Adeyemi": (11, "Supply planner; Demand planner; Inventory analyst; Purchaser"),
    "Lund": (7, "Plant engineer; Shift lead; Quality technician; Maintenance planner"),
    "Aziz": (7, "Freight coordinator; Customs specialist; Warehouse lead"),
    "Price": (9, "Sensor engineer; Test engineer; Senior sensor engineer"),
    "Tanaka": (9, "Software engineer; Data engineer; Senior software engineer"),
    "Reis": (5, "Product manager; Product designer; User researcher"),
    "Kim": (8, "Account manager; Sales engineer"),
    "Ramos": (6, "Customer success manager; Support specialist"),
    "Neves": (6, "Accountant; Payroll specialist"),
    "Roth": (5, "Controller; Financial analyst"),
    "Hoffmann": (3, "Training specialist; Internal coach"),
    "Osei": (5, "Systems administrator; Security analyst"),
    "Vosa": (8, "Field technician; Service coordinator"),
}

# What some held before: title, department, from and until in years before today.
EARLIER: dict[str, tuple[tuple[str, str, float, float], ...]] = {
    "leo.brandt": (("Head of supply", "Operations", 10, 5), ("Purchasing manager", "Operations", 14, 10)),
    "karl.jensen": (("Plant manager", "Operations", 12, 6),),
    "priya.nair": (("Head of software", "Engineering", 9, 4), ("Software engineer", "Engineering", 15, 9)),
    "marta.sousa": (("Head of controlling", "Finance", 11, 5),),
    "farah.aziz": (("Freight coordinator", "Logistics", 9, 4), ("Warehouse lead", "Logistics", 4, 2)),
    "henrik.lund": (("Shift lead", "Plant operations", 13, 7),),
    "owen.price": (("Senior sensor engineer", "Engineering", 8, 3),),
    "yuki.tanaka": (("Senior software engineer", "Engineering", 7, 3),),
    "sofia.reis": (("Product designer", "Product", 10, 6), ("Product manager", "Product", 6, 3)),
    "grace.kim": (("Account manager", "Sales", 9, 4),),
    "diego.ramos": (("Support specialist", "Customer success", 8, 4),),
    "ruth.adeyemi": (("Supply planner", "Operations", 11, 6),),
    "paulo.neves": (("Accountant", "Finance", 12, 6),),
    "anke.roth": (("Financial analyst", "Finance", 9, 5),),
    "litia.vosa": (("Field technician", "Field service", 10, 5),),
    "victor.osei": (("Security analyst", "IT", 8, 4),),
}


# Somebody who begins next month.
NEWCOMER = {
    "Employee ID": "T1998",
    "First name": "Oyelaran",
    "Last name": "Banjo",
    "E-mail": f"oyelaran.banjo@{DOMAIN}",
}


def rows(today: date) -> Iterator[dict[str, str]]:
    """The organization as an HR file: one row a person."""
    ids = {role.family: f"T{number:04}" for number, role in enumerate(NAMED, start=1001)}
    for number, role in enumerate(NAMED):
        yield row(ids[role.family], role, ids.get(role.manager, ""), today - timedelta(days=2200 - number * 41))
    number, seen = 1001 + len(NAMED), Counter[str]()
    for head, (count, titles) in TEAMS.items():
        lead = next(role for role in NAMED if role.family == head)
        choices = titles.split("; ")
        for at in range(count):
            given, family = _name(lead.location, seen[lead.location])
            seen[lead.location] += 1
            member = Role(given, family, choices[at % len(choices)], lead.department, lead.location, head)
            yield row(f"T{number:04}", member, ids[head], today - timedelta(days=300 + (number * 97) % 2600))
            number += 1


def _name(location: str, number: int) -> tuple[str, str]:
    """The next name of a place: every round through the given names moves the family names on, so no two are alike."""
    _zone, _languages, given, family = PLACES[location]
    givens, families = given.split(), family.split()
    return givens[number % len(givens)], families[(number + number // len(givens)) % len(families)]


def row(number: str, role: Role, manager: str, since: date) -> dict[str, str]:
    """One line of the HR file."""
    zone, languages = PLACES[role.location][:2]
    domain = DEAD_DOMAIN if role.key == "kim.sato" else DOMAIN
    return {
        "Employee ID": number,
        "First name": role.given,
        "Last name": role.family,
        "E-mail": f"{plain(role.key)}@{domain}",
        "Manager ID": manager,
        "Job title": role.title,
        "Department": role.department,
        "Location": role.location,
        "Time zone": zone,
        "Languages": languages,
        "Start date": since.isoformat(),
    }


def plain(text: str) -> str:
    """Without accents, for an address."""
    return text.translate(str.maketrans("êçãáéíóú", "ecaaeiou"))


def roles_held(today: date, domain: str = DOMAIN) -> Iterator[dict[str, str]]:
    """The job history as an HR file."""
    for key, roles in EARLIER.items():
        for title, department, since, until in roles:
            yield {
                "E-mail": f"{key}@{domain}",
                "Job title": title,
                "Department": department,
                "Start date": (today - timedelta(days=int(since * 365))).isoformat(),
                "End date": (today - timedelta(days=int(until * 365))).isoformat(),
            }


def as_csv(found: Iterable[dict[str, str]]) -> str:
    """Rows as the text of a file."""
    lines = list(found)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()
