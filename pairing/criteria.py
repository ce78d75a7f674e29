"""What makes a pair fit: one small entry per criterion. Adding one = one entry here and one test.

An entry has a name, its weight (points of 100; weight 0 only informs), `percent` (how well every learner fits every
guide, 0 to 100, for a slice of learners at once), `facts` (what is true of one pair, plain values that may be stored;
None when there is nothing to say) and `sentence` (those facts in the reader's language).
No criterion looks at identity, and none at a wish that was made in confidence.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy  # loads its parts when they are used: a start of the program need not wait for them
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from pairing.people_input import Person, Pool, plain

Percent = NDArray[np.int16]
Facts = dict[str, Any]

WORKDAY_MINUTES = 8 * 60
NEUTRAL = 50  # where one of the two has not said anything
GOOD_OVERLAP_HOURS = 4
BEST_GAP = range(1, 4)  # grades by which a guide is above a learner at best


@dataclass(frozen=True)
class Criterion:
    """See the module. A fact `good` decides between ✓ and –."""

    name: str
    weight: int
    percent: Callable[[Pool, slice], Percent]
    facts: Callable[[Person, Person], Facts | None]
    sentence: Callable[[Facts], str]


def _once_per_value(
    pool: Pool, rows: slice, name: str, value_of: Callable[[Person], Hashable], row: Callable[[Any], Percent]
) -> Percent:
    """The rows of some learners, each different value worked out once: they have few zones, grades and roles."""
    if name not in pool.tables:
        numbers: dict[Hashable, int] = {}
        codes = [numbers.setdefault(value_of(learner), len(numbers)) for learner in pool.learners]
        table = np.array([row(value) for value in numbers], dtype=np.int16).reshape(len(numbers), len(pool.guides))
        pool.tables[name] = np.array(codes, dtype=np.intp), table
    of_learner, table = pool.tables[name]
    percent: Percent = table[of_learner[rows]]
    return percent


def _full_for(pool: Pool, guides: list[int]) -> Percent:
    percent = np.zeros(len(pool.guides), dtype=np.int16)
    percent[guides] = 100
    return percent


def _role_percent(pool: Pool, rows: slice) -> Percent:
    def row(title: str) -> Percent:
        return _full_for(pool, pool.guides_by_role.get(title, []) if title else [])

    return _once_per_value(pool, rows, "role", lambda learner: plain(learner.aspired_role), row)


def _role_facts(learner: Person, guide: Person) -> Facts | None:
    aim = plain(learner.aspired_role)
    if not aim:
        return None
    held = [role for role in guide.roles_held if plain(role.title) == aim]
    if not held:
        return {"good": False, "learner": learner.name}
    # The latest one: experience that is fresh.
    role = max(held, key=lambda one: (one.to_year is None, one.to_year or 0, one.from_year or 0))
    names = {"learner": learner.name, "guide": guide.name}
    return {"good": True, **names, "role": role.title, "from": role.from_year, "to": role.to_year}


def _role_sentence(facts: Facts) -> str:
    if not facts["good"]:
        return _("Has not held the role %(learner)s aims for") % facts
    if facts["from"] is None:
        return _("%(guide)s held the role %(learner)s aims for (%(role)s)") % facts
    if facts["to"] is None:
        return _("%(guide)s holds the role %(learner)s aims for (%(role)s, since %(from)s)") % facts
    return _("%(guide)s held the role %(learner)s aims for (%(role)s, %(from)s–%(to)s)") % facts


def _skills_percent(pool: Pool, rows: slice) -> Percent:
    """One product: learners × skills wanted by skills × guides offering them."""
    number_of = {skill: number for number, skill in enumerate(pool.guides_by_skill)}
    wanted = [{plain(skill) for skill in learner.skills_wanted} for learner in pool.learners[rows]]
    known = [sorted(number_of[skill] for skill in skills if skill in number_of) for skills in wanted]
    share = [100 / len(skills) for skills, numbers in zip(wanted, known, strict=True) for _number in numbers]
    ends = np.cumsum([0, *map(len, known)])
    columns = [number for numbers in known for number in numbers]
    table = scipy.sparse.csr_matrix(
        (np.array(share, dtype=np.float32), columns, ends), shape=(len(wanted), len(number_of))
    )
    percent: Percent = np.rint(table @ pool.offered).astype(np.int16)
    return percent


def _skills_facts(learner: Person, guide: Person) -> Facts | None:
    wanted = {plain(skill) for skill in learner.skills_wanted}
    if not wanted:
        return None
    shared = wanted & {plain(skill) for skill in guide.skills_offered}
    return {"good": bool(shared), "learner": learner.name, "n": len(shared), "of": len(wanted)}


def _skills_sentence(facts: Facts) -> str:
    if not facts["n"]:
        return _("Offers none of the skills %(learner)s wants") % facts
    if facts["n"] == facts["of"]:
        return (
            ngettext("Offers the skill %(learner)s wants", "Offers all %(of)s skills %(learner)s wants", facts["of"])
            % facts
        )
    return _("Offers %(n)s of the %(of)s skills %(learner)s wants") % facts


def _profession_percent(pool: Pool, rows: slice) -> Percent:
    def row(profession: str) -> Percent:
        return _full_for(
            pool, [j for j, guide in enumerate(pool.guides) if profession and plain(guide.profession) == profession]
        )

    return _once_per_value(pool, rows, "profession", lambda learner: plain(learner.profession), row)


def _profession_facts(learner: Person, guide: Person) -> Facts | None:
    if not learner.profession or not guide.profession:
        return None
    same = plain(learner.profession) == plain(guide.profession)
    return {"good": same, "profession": guide.profession}


def _profession_sentence(facts: Facts) -> str:
    return (
        _("Same profession (%(profession)s)") if facts["good"] else _("Another profession (%(profession)s)")
    ) % facts


def _gap_percent(gap: int) -> int:
    """Best one to three grades above; a guide further up or on the same grade helps less, one below hardly."""
    if gap in BEST_GAP:
        return 100
    if gap < 0:
        return 0
    return 40 if gap == 0 else max(20, 100 - 20 * (gap - BEST_GAP[-1]))


def _seniority_percent(pool: Pool, rows: slice) -> Percent:
    def row(rank: int | None) -> Percent:
        ranks = [guide.grade_rank for guide in pool.guides]
        return np.array([NEUTRAL if rank is None or at is None else _gap_percent(at - rank) for at in ranks], np.int16)

    return _once_per_value(pool, rows, "seniority", lambda learner: learner.grade_rank, row)


def _seniority_facts(learner: Person, guide: Person) -> Facts | None:
    if learner.grade_rank is None or guide.grade_rank is None:
        return None
    gap = guide.grade_rank - learner.grade_rank
    return {"good": gap in BEST_GAP, "learner": learner.name, "gap": gap, "n": abs(gap)}


def _seniority_sentence(facts: Facts) -> str:
    if facts["gap"] == 0:
        return _("On the same grade as %(learner)s") % facts
    if facts["gap"] < 0:
        return ngettext("%(n)s grade below %(learner)s", "%(n)s grades below %(learner)s", facts["n"]) % facts
    return ngettext("%(n)s grade above %(learner)s", "%(n)s grades above %(learner)s", facts["n"]) % facts


def overlap_minutes(one: int, other: int) -> int:
    """How long two working days of eight hours overlap, by their offsets from UTC; also around midnight."""
    apart = abs(one - other) % (24 * 60)
    return max(0, WORKDAY_MINUTES - min(apart, 24 * 60 - apart))


def _hours_percent(pool: Pool, rows: slice) -> Percent:
    def row(offset: int) -> Percent:
        overlaps = [overlap_minutes(offset, guide.utc_offset_minutes) for guide in pool.guides]
        return (np.array(overlaps) * 100 // WORKDAY_MINUTES).astype(np.int16)

    return _once_per_value(pool, rows, "hours", lambda learner: learner.utc_offset_minutes, row)


def _hours_facts(learner: Person, guide: Person) -> Facts | None:
    hours = overlap_minutes(learner.utc_offset_minutes, guide.utc_offset_minutes) // 60
    return {"good": hours >= GOOD_OVERLAP_HOURS, "n": hours}


def _hours_sentence(facts: Facts) -> str:
    if not facts["n"]:
        return _("Working hours do not overlap")
    return ngettext("Working hours overlap by %(n)s hour", "Working hours overlap by %(n)s hours", facts["n"]) % facts


def _spoken(person: Person) -> frozenset[str]:
    return frozenset(plain(language) for language in person.languages)


def _languages_percent(pool: Pool, rows: slice) -> Percent:
    def row(spoken: frozenset[str]) -> Percent:
        others = [_spoken(guide) for guide in pool.guides]
        return np.array(
            [NEUTRAL if not spoken or not other else 100 * bool(spoken & other) for other in others], dtype=np.int16
        )

    return _once_per_value(pool, rows, "languages", _spoken, row)


def _languages_facts(learner: Person, guide: Person) -> Facts | None:
    if not learner.languages or not guide.languages:
        return None
    shared = _spoken(learner) & _spoken(guide)
    return {"good": bool(shared), "languages": sorted(each for each in guide.languages if plain(each) in shared)}


def _languages_sentence(facts: Facts) -> str:
    if not facts["good"]:
        return _("No language in common")
    return _("Languages in common: %(languages)s") % {"languages": ", ".join(map(_language, facts["languages"]))}


def _language(code: str) -> str:
    """The name of a language in the reader's own; a code that nobody knows stays as it is."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _nothing_percent(pool: Pool, rows: slice) -> Percent:
    return np.zeros((len(pool.learners[rows]), len(pool.guides)), dtype=np.int16)


def _country_facts(learner: Person, guide: Person) -> Facts | None:
    if not learner.country or not guide.country or plain(learner.country) == plain(guide.country):
        return None
    return {"good": False}


def _country_sentence(facts: Facts) -> str:
    return _("Works in another country")


CRITERIA: tuple[Criterion, ...] = (
    Criterion("role", 30, _role_percent, _role_facts, _role_sentence),
    Criterion("skills", 25, _skills_percent, _skills_facts, _skills_sentence),
    Criterion("profession", 12, _profession_percent, _profession_facts, _profession_sentence),
    Criterion("seniority", 12, _seniority_percent, _seniority_facts, _seniority_sentence),
    Criterion("hours", 12, _hours_percent, _hours_facts, _hours_sentence),
    Criterion("languages", 8, _languages_percent, _languages_facts, _languages_sentence),
    Criterion("country", 0, _nothing_percent, _country_facts, _country_sentence),
)
