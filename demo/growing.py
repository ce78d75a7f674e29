"""From the demo's organization to one of thousands: teams grow below the people who are there."""

from __future__ import annotations

import random
from collections import Counter, deque
from datetime import date, timedelta
from math import log
from typing import Any

from demo import cast

# Mail systems know that this domain does not exist (RFC 6761), and Manyhands sends nothing there by itself.
NOBODYS_DOMAIN = "tidewater.invalid"
# People who report to one person: lognormal around 7, a few have many.
SPAN, SPREAD, FEWEST, MOST = 7, 0.45, 2, 22
AT_HOME = 0.8  # so often somebody works where the team lead does


def rows(today: date, count: int, rng: random.Random) -> list[dict[str, str]]:
    """The HR file of an organization of `count` people: the demo's at the top, teams of every size below."""
    found = list(cast.rows(today))[:count]
    titles = {lead.department: choices for head, (_n, choices) in cast.TEAMS.items() for lead in _named(head)}
    teams = deque(row for row in found[len(cast.NAMED) :])
    taken = Counter(row["E-mail"].partition("@")[0] for row in found)
    while len(found) < count:
        lead = teams.popleft()
        lead["Job title"] = "Team lead"
        span = round(rng.lognormvariate(log(SPAN), SPREAD))
        for _ in range(min(count - len(found), max(FEWEST, min(MOST, span)))):
            person = _member(rng, lead, titles[lead["Department"]], today, 1001 + len(found))
            key = person["E-mail"].partition("@")[0]
            taken[key] += 1
            if taken[key] > 1:  # namesakes
                person["E-mail"] = person["E-mail"].replace("@", f"{taken[key]}@")
            found.append(person)
            teams.append(person)
    return [{**row, "E-mail": row["E-mail"].partition("@")[0] + f"@{NOBODYS_DOMAIN}"} for row in found]


def _named(family: str) -> list[Any]:
    return [role for role in cast.NAMED if role.family == family]


def _member(rng: random.Random, lead: dict[str, str], titles: str, today: date, number: int) -> dict[str, str]:
    places = list(cast.PLACES)
    location = lead["Location"] if rng.random() < AT_HOME else rng.choice(places)
    _zone, _languages, given, family = cast.PLACES[location]
    role = cast.Role(
        rng.choice(given.split()), rng.choice(family.split()), rng.choice(titles.split("; ")), lead["Department"],
        location, lead["Last name"],
    )  # fmt: skip
    # Many are new, few have been here for decades.
    since = today - timedelta(days=int(30 + rng.expovariate(1 / 1900)))
    return cast.row(f"T{number:04}", role, lead["Employee ID"], since)
