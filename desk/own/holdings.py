"""Everything that is kept about a person, table by table: whose it is, who wrote its texts, and what its end is.

Two doors stand on this list: the copy that a person takes, and the end of everything about somebody. A test walks all
tables: none without a line here, no column that names a person and no sealed text that its line leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core.models import KeptAnswer
from goals import models as goals
from notes.models import PrivateNote, SharedNote
from nudges.models import Nudge, ReminderSetting, Snooze
from pairing.models import Decision, Match, Run, Unmatched
from people import models as people
from programs import models as programs
from relationships import models as pairs
from surveys.models import Answer, HelpRequest, Round

GROUPS: dict[str, Any] = {
    "you": _("You: profile, address, ways in"),
    "part": _("Where you take part, and what you wrote when applying"),
    "pairs": _("Your pairs and when you met"),
    "written": _("What you and the other half wrote for the two of you"),
    "private": _("What only you read"),
    "messages": _("Messages to you"),
    "work": _("What you did for others here"),
}


@dataclass(frozen=True)
class Holding:
    """One table. `mine` are the columns that make a row one's own, `also` other columns that name a person.

    `texts` maps each sealed text to the column of who wrote it. `pair` leads to the relationship of a row that both
    halves read. `hides` is never copied: secrets, and what belongs to others. `goes` says whether the row itself ends
    with its person; if not, the texts that the person wrote do. No `group`: nothing of it is shown.
    """

    model: type[Model]
    group: str
    title: Any
    mine: tuple[str, ...]
    also: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    pair: str = ""
    hides: tuple[str, ...] = ()
    goes: bool = False


HALVES = ("relationship__guide", "relationship__learner")
# A person's own row by row: gone with the person.
OWN = (
    Holding(EmailAddress, "you", _("Address for signing in"), ("user",), goes=True),
    Holding(EmailConfirmation, "", "", ("email_address__user",), hides=("key",), goes=True),
    Holding(Authenticator, "you", _("Passkeys and second step"), ("user",), hides=("data",), goes=True),
    Holding(UserSession, "you", _("Devices"), ("user",), hides=("session_key", "ip", "data"), goes=True),
    Holding(people.PersonWord, "", "", ("person",), goes=True),  # made from the name
    Holding(people.RoleHeld, "you", _("Roles held"), ("person",), goes=True),
    Holding(people.PersonSkill, "you", _("Skills"), ("person",), goes=True),
    Holding(people.Invitation, "you", _("Invitations"), ("person",), ("invited_by",), hides=("token_hash",), goes=True),
    Holding(people.EmailChange, "you", _("New addresses"), ("person",), ("asked_by",), hides=("token_hash",),
            goes=True),
    Holding(people.ApiToken, "you", _("Tokens of your programs"), ("person",), hides=("token_hash",), goes=True),
    # What a program was told before, for when it asks again; gone within a day or so anyway.
    Holding(KeptAnswer, "", "", ("person_id",), texts={"answer": ""}, goes=True),
    Holding(people.DeletionRequest, "you", _("That you asked for deletion"), ("person",), goes=True),
    Holding(people.PrivacyReading, "you", _("Privacy texts that you read"), ("person",), goes=True),
    Holding(programs.Application, "part", _("Applications"), ("enrollment__person",), goes=True,
            texts=dict.fromkeys(("wants", "how", "aspired_role", "offers", "gains"), "enrollment__person")),
    # Who would rather not meet this person is that person's wish, and shown to nobody.
    Holding(programs.Exclusion, "part", _("With whom you would rather not be paired"), ("enrollment__person",),
            ("person",), goes=True),
    Holding(programs.ProgramInvitation, "part", _("Programs that you were asked to join"), ("person",), ("invited_by",),
            goes=True),
    Holding(pairs.Farewell, "private", _("Why you ended a pair"), ("author",), texts={"reason": "author"}, goes=True),
    Holding(pairs.ProposalAnswer, "private", _("Your answers to proposals"), ("person",), goes=True),
    Holding(goals.LookBack, "private", _("Your looks back"), ("author",), goes=True,
            texts=dict.fromkeys(("answer", "work", "content"), "author")),
    Holding(PrivateNote, "private", _("Private notes"), ("author",), texts={"text": "author"}, goes=True),
    Holding(Answer, "private", _("Your answers to check-ins"), ("person",), texts={"sealed": "person"}, goes=True),
    Holding(HelpRequest, "private", _("Your calls for help"), ("person",), ("contact",), texts={"words": "person"},
            goes=True),
    Holding(Nudge, "messages", _("Messages"), ("recipient",), goes=True,
            hides=("key", "claimed_by", "fact", "revision", "message_id", "last_error_class", "lease_until")),
    Holding(ReminderSetting, "messages", _("Reminders that you switched"), ("person",), goes=True),
    Holding(Snooze, "messages", _("Silence that you asked for"), ("person",), goes=True),
    Holding(programs.SetAside, "work", _("Rows of the inbox that you set aside"), ("by",), goes=True),
    Holding(programs.ProgramAdmin, "work", _("Programs that you run"), ("person",), goes=True),
    Holding(LogEntry, "work", _("Changes in the Django admin"), ("user",), goes=True),
    Holding(Unmatched, "", "", ("learner__person",), texts={"blocked_by": "learner__person"}, goes=True),
)  # fmt: skip
# What belongs to others as well: the row stays without the person's words, under a name that is nobody's.
SHARED = (
    Holding(people.User, "you", _("Profile"), ("pk",), ("manager",), hides=("password",)),
    Holding(programs.Enrollment, "part", _("Where you take part"), ("person",)),
    Holding(pairs.Relationship, "pairs", _("Pairs"), ("guide", "learner"), ("ended_by",), pair="pk"),
    Holding(pairs.Session, "pairs", _("Sessions and conversations"), HALVES, hides=("link",), pair="relationship",
            also=("planned_by", "cancelled_by", "logged_by", "confirmed_by")),
    Holding(pairs.StatusChange, "pairs", _("What became of a pair"), HALVES, ("by",), pair="relationship"),
    Holding(Round, "pairs", _("Check-ins"), HALVES, pair="relationship"),
    Holding(pairs.SessionLog, "written", _("What was said"), ("session__logged_by",), pair="session__relationship",
            texts={"what_happened": "session__logged_by"}),
    Holding(pairs.AgendaItem, "written", _("Agenda and plan"), ("author",), texts={"text": "author"},
            pair="relationship"),
    Holding(pairs.Plan, "written", _("Plans"), (), pair="relationship"),
    Holding(pairs.AgendaLock, "written", _("Settled agendas"), ("locked_by",), pair="relationship"),
    Holding(pairs.ActionItem, "written", _("Next steps"), ("author", "owner"), texts={"text": "author"},
            pair="relationship"),
    Holding(pairs.Agreement, "written", _("Agreements"), ("written_by",), ("sponsor",), pair="relationship",
            texts=dict.fromkeys(("mission", "purpose", "how_we_work", "stays_between", "ending"), "written_by")),
    Holding(pairs.Signature, "written", _("Your signatures"), ("person",)),
    Holding(pairs.EndDateProposal, "written", _("New end dates"), ("proposed_by",), texts={"reason": "proposed_by"},
            pair="relationship"),
    Holding(pairs.LastLook, "written", _("Last looks"), ("author",), pair="relationship",
            texts=dict.fromkeys(("helped", "keeps_going"), "author")),
    Holding(pairs.Thanks, "written", _("Thank-yous"), ("author",), texts={"text": "author"}, pair="relationship"),
    Holding(goals.CoachingGoal, "written", _("Goals"), ("proposed_by",), ("claimed_by", "confirmed_by"),
            texts={"title": "proposed_by", "own_words": "relationship__learner"}, pair="relationship"),
    Holding(goals.Metric, "written", _("Measures of goals"), ("goal__proposed_by",), ("waived_by",),
            texts={"unit": "goal__proposed_by", "source": "goal__proposed_by", "waiver_reason": "waived_by"},
            pair="goal__relationship"),
    Holding(goals.Target, "written", _("Targets"), ("written_by",), pair="metric__goal__relationship"),
    Holding(goals.Measurement, "written", _("Values"), ("entered_by",), texts={"note": "entered_by"},
            pair="metric__goal__relationship"),
    Holding(goals.Review, "written", _("Reviews"), ("held_by",), pair="relationship",
            texts=dict.fromkeys(("what_helped", "what_next"), "held_by")),
    Holding(goals.MentoringIntent, "written", _("Aims"), ("created_by",), pair="relationship"),
    Holding(goals.Aim, "written", _("Aims in versions"), ("written_by",), texts={"sentence": "written_by"},
            pair="intent__relationship"),
    Holding(goals.Strategy, "written", _("Ways to an aim"), ("aim__written_by",), texts={"text": "aim__written_by"},
            pair="aim__intent__relationship"),
    Holding(SharedNote, "written", _("Shared notes"), ("author",), texts={"text": "author"}, pair="relationship"),
    Holding(pairs.OnBehalf, "work", _("What you did in the place of a pair"), ("by",), texts={"reason": "by"}),
    Holding(programs.Batch, "work", _("What you did for many rows at once"), ("by",), texts={"reason": "by"}),
    Holding(programs.BatchRow, "", "", ("batch__by",)),  # names others; they go with their own end
    Holding(programs.Program, "work", _("Programs whose help contact you are"), ("help_contact",),
            hides=("link_key",)),
    Holding(people.PrivacyText, "work", _("Privacy texts that you published"), ("published_by",)),
    # What the files said of others, and what a run was given, is about all of them.
    Holding(people.ImportJob, "work", _("Imports"), ("by",), hides=("content", "report", "asked"),
            texts={"content": "", "report": ""}),
    Holding(Run, "work", _("Pairing runs"), ("by",), hides=("frozen",), texts={"frozen": ""}),
    # What was only thought of and never published is shown on to nobody (design, section 4: D9).
    Holding(Match, "", "", ("learner__person", "guide__person"), texts={"reasons": "learner__person"}),
    Holding(Decision, "", "", ("learner__person", "guide__person"), ("by",)),
)  # fmt: skip
HOLDINGS = (*SHARED, *OWN)

# Tables that say nothing about a person; `app.*` is a whole app.
NOBODYS: dict[str, str] = {
    "auth.Permission": "rights of the Django admin",
    "auth.Group": "unused",
    "auth.Group_permissions": "unused",
    "contenttypes.ContentType": "names of tables",
    "sessions.Session": "sealed by its cookie; ends with the device, which is listed",
    "core.*": "but for what is listed above: the audit holds ids alone (“Who looked”); heartbeats; counts",
    "people.Skill": "names of skills, not who has them",
    "people.JobTitle": "what a code means",
    "programs.Tally": "numbers of pairs",
}
