"""What the columns of "My data" are called, for whom they are about: one word for each name, and for the few columns
whose name means something else in their table. What is no entry here is not told: it is how the machine keeps its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from desk.facts import REMINDERS
from desk.together.acts import ACTS
from relationships.models import Relationship
from surveys.instruments import HIGHEST, INSTRUMENTS
from surveys.models import Answer

NAMES: dict[str, Any] = {
    "accepted_at": _("Accepted on"), "amount": _("Wanted value"), "answer": _("Your answer"),
    "answer_by": _("To be answered by"), "answered_at": _("Answered on"), "applied_at": _("Applied on"),
    "asked_at": _("Asked on"), "asked_by": _("Asked by"), "aspired_role": _("A role you would like to have"),
    "at": _("When"), "author": _("Written by"), "by": _("By"), "by_day": _("Until"),
    "cadence_days": _("Days between two times"), "cancelled_at": _("Called off on"),
    "cancelled_by": _("Called off by"), "category": _("Sort of mail"), "changed_at": _("Changed on"),
    "claimed_at": _("Called reached on"), "claimed_by": _("Called reached by"), "closes_on": _("Closes on"),
    "confirmed_at": _("Confirmed on"), "confirmed_by": _("Confirmed by"), "contact": _("Who was asked"),
    "content": _("How content you are"), "created_at": _("Made on"), "created_by": _("Made by"),
    "declined_at": _("Declined on"), "done_at": _("Done on"), "due_at": _("Due on"), "due_on": _("Due on"),
    "ended_by": _("Ended by"), "ended_on": _("Ended on"), "ending": _("Ending"), "ends_on": _("Ends on"),
    "entered_at": _("Entered on"), "entered_by": _("Entered by"), "expires_at": _("Runs out on"),
    "file_name": _("File"), "finished_at": _("Finished on"), "for_career": _("For the career"),
    "for_current_role": _("For the present role"), "for_life": _("For life as a whole"),
    "for_next_role": _("For the next role"), "form": _("How"), "gains": _("What you hope to gain"),
    "held_by": _("Held by"), "held_on": _("Held on"), "helped": _("What helped"),
    "how": _("How you imagine getting there"), "how_we_work": _("How we work"), "in_force_at": _("In force since"),
    "invited_at": _("Invited on"), "invited_by": _("Invited by"), "is_active": _("Is here"),
    "is_first": _("First value"), "is_first_line": _("Comes first on the agenda"), "is_off": _("Switched off"),
    "is_org_admin": _("Organization admin"), "keeps_going": _("What goes on"), "kind": _("Sort"),
    "last_seen_at": _("Last seen on"), "last_used_at": _("Last used on"), "let_go_at": _("Let go on"),
    "locked_at": _("Settled on"), "locked_by": _("Settled by"), "logged_at": _("Logged on"),
    "logged_by": _("Logged by"), "made_at": _("Made on"), "manager": _("Line manager"), "minutes": _("Minutes"),
    "mission": _("Mission"), "new_email": _("New address"), "next_value_on": _("Next value on"), "note": _("Note"),
    "offers": _("What you can offer"), "on_day": _("Day"), "opens_on": _("Opens on"), "own_words": _("In own words"),
    "owner": _("Whose it is"), "person": _("Person"), "planned_at": _("Planned on"), "planned_by": _("Planned by"),
    "program": _("Program"), "proposed_at": _("Proposed on"), "proposed_by": _("Proposed by"),
    "published_at": _("Published on"), "published_by": _("Published by"), "purpose": _("What it is for"),
    "read_who_sees_what_at": _("Read who sees what on"), "reason": _("Reason"), "recipient": _("To"),
    "relationship": _("Pair"), "released_at": _("Released to the sponsor on"), "reminded_at": _("Reminded on"),
    "removed_at": _("Removed on"), "replaced_at": _("Corrected on"), "revoked_at": _("Taken back on"),
    "scopes": _("What it opens"), "sealed": _("Your answers"), "sent_at": _("Sent on"), "sentence": _("Aim"),
    "show_alike": _("Shown where you see it alike"), "shows_end_date": _("Shows the end date"),
    "shows_goals": _("Shows the goals"), "shows_sessions": _("Shows how often you met"),
    "shows_takes_place": _("Shows that it takes place"), "since": _("Since"), "skill": _("Skill"),
    "skills": _("Skills"), "skipped": _("Skipped"), "source": _("Where it is from"), "sponsor": _("Sponsor"),
    "started_at": _("Started on"), "starts_at": _("Begins"), "starts_on": _("Starts on"),
    "status": _("How it stands"), "stays_between": _("What stays between us"), "superseded_at": _("Replaced on"),
    "text": _("Text"), "unit": _("Unit"), "until": _("Until"), "upper": _("At most"), "used_at": _("Used on"),
    "user_agent": _("Browser"), "value": _("Value"), "waitlisted_at": _("On the waiting list since"),
    "waived_at": _("Done without on"), "waived_by": _("Done without by"),
    "waiver_reason": _("Why it is done without"), "wants": _("What you want to get out of it"),
    "what_happened": _("What was said"), "what_helped": _("What helped"), "what_next": _("What is next"),
    "words": _("Your words"), "work": _("Where you have come in your work"), "written_at": _("Written on"),
    "written_by": _("Written by"), "yes": _("You said yes"), "zone": _("Time zone"),
    "act": _("What was done"), "direction": _("In which direction"), "enters": _("Who enters it"),
    "from_status": _("Before"), "to_status": _("After"), "grade_rank": _("Grade, counted"),
    "guide_agreed_at": _("Agreed by the mentor on"),
    "learner_agreed_at": _("Agreed by the mentee on"), "horizon": _("For which role"), "layer": _("Part"),
    "number": _("Number"), "prefix": _("Begins with"), "role": _("Takes part as"), "seen_until": _("Inbox seen until"),
    "state": _("How it stands"), "topic": _("Reminder"), "weight": _("Weight"), "what": _("What was done"),
    "Agreement.version": _("Version"),
    # In the words of the row's kind.
    "Program.places": _("Places for each %(guide)s"), "Relationship.guide": "%(guide)s",
    "Relationship.learner": "%(learner)s",
}  # fmt: skip
# How the machine keeps its rows: keys, counters of its work, what an import or a pairing was started with.
MACHINE = frozenset((
    "about", "accepted_version", "after", "after_session", "agreement", "aim", "allow_leavers", "attempts",
    "bound", "cause", "complete", "contradictions", "corrects", "created", "deferrals", "done", "email_domain",
    "enrollment", "goal", "guides", "instrument", "intent", "learners", "lease_until", "left", "matched",
    "metric", "moved", "not_before", "noticed_at", "offset", "path", "percent_done", "places", "position",
    "reasons", "revision", "round", "rules_version", "seconds", "seed", "seeded_from", "session", "stale_after",
    "tells", "thing", "total", "type", "updated", "user", "version",
))  # fmt: skip


def told(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns that people are told of."""
    return [field for field in model._meta.concrete_fields if not field.primary_key and label_of(field)]


def label_of(field: Field[Any, Any], words: Mapping[str, object] | None = None) -> str:
    """What the column is called: by its entry for this table, its own translated name, its entry above. Empty where it
    is the machine's. `words`: those of the row's kind, where it has one."""
    own = field.verbose_name if isinstance(field.verbose_name, Promise) else ""
    name = str(NAMES.get(f"{field.model.__name__}.{field.name}") or own or NAMES.get(field.name, ""))
    return capfirst(name % words if words else name)


def value_of(thing: Model, field: Field[Any, Any], pairs: Mapping[Any, Relationship]) -> Any:
    """What stands in the column, in words where it holds a word of the code."""
    value, name = getattr(thing, field.attname), f"{field.model.__name__}.{field.name}"
    if name in ("Relationship.status", "StatusChange.from_status", "StatusChange.to_status"):
        pair = thing if isinstance(thing, Relationship) else pairs[thing.relationship_id]  # type: ignore[attr-defined]
        return pair.rules_of_kind.STATUSES.get(value)
    if name in ("Enrollment.role", "ProgramInvitation.role"):
        return thing.program.words[value]  # type: ignore[attr-defined]
    if name == "Nudge.kind":
        return REMINDERS.get(value)
    if name == "Batch.act":
        return ACTS[value].label
    if field.choices:
        return thing._get_FIELD_display(field)  # type: ignore[attr-defined]
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def text_of(thing: Model, field: Field[Any, Any]) -> str | None:
    """A sealed text as its reader knows it: answers that are kept as JSON by what they are about."""
    if not isinstance(thing, Answer):
        return getattr(thing, field.name)  # type: ignore[no-any-return]
    about = {item.key: item.about for instrument in INSTRUMENTS.values() for item in instrument.items}
    given = [(about.get(key, key), n) for key, n in thing.answers.items() if n is not None]
    return "; ".join(str(_("%(about)s: %(n)s of %(most)s")) % {"about": a, "n": n, "most": HIGHEST} for a, n in given)
