"""What waits for people who run programs or the organization, as lines of their own home."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.at_once import fetch
from core.needs import Need
from desk import setup
from desk.inbox import people
from desk.inbox.entry import Desk
from desk.inbox.gathering import counted
from desk.roles import roles_of
from people.models import DeletionRequest, ImportJob, User
from programs.models import Program
from programs.querysets import known_programs
from relationships.models import Agreement
from surveys.models import HelpRequest


class Beside:
    """What waits for `me` beside their own pairs, whoever they are here: asked at once when this is made."""

    def __init__(self, me: User, now: datetime) -> None:
        self._me, self._roles = me, roles_of(me)
        desk = Desk(me=me, programs=known_programs(me) or Program.objects.run_by(me).values("pk"), now=now)
        self.contracts, self.requests = Agreement.objects.none(), HelpRequest.objects.none()
        self._erasures, self._imports = DeletionRequest.objects.none(), ImportJob.objects.none()
        if self._roles.is_asked_to_sponsor:
            self.contracts = Agreement.objects.waiting_for_sponsor(me).select_related("relationship__learner")
        if self._roles.is_asked_for_help:
            self.requests = HelpRequest.objects.visible_to(me).waiting_for(me)
        if self._has_no_inbox:
            self._erasures, self._imports = people.asking_to_be_erased(desk), people.held_imports(desk)
        asked, self._decisions = (self.contracts, self.requests, self._erasures, self._imports), 0
        if self._roles.runs_programs:
            self._decisions = counted(desk, also=asked)
        else:
            fetch(*asked)

    @property
    def _has_no_inbox(self) -> bool:
        """Who runs programs finds these things there."""
        return self._roles.is_org_admin and not self._roles.runs_programs

    def needs(self) -> Iterable[Need]:
        """One's own way back in; one line that leads to the inbox; an import that was checked and waits."""
        if self._roles.is_org_admin and not self._me.email:
            text = _(
                "You have no work e-mail here. Once you sign out, only a link made on the server lets you in again."
            )
            yield Need(text, reverse("people:address", args=[self._me.pk]), _("Add one"))
        if count := self._decisions:
            text = ngettext("%(n)s decision waits in your inbox.", "%(n)s decisions wait in your inbox.", count)
            yield Need(text % {"n": count}, reverse("desk:inbox"), _("Open the inbox"))
        for asked in self._erasures:
            text = _("%(name)s asks that everything about them be erased.") % {"name": asked.person.name}
            yield Need(text, reverse("desk:erase", args=[asked.person.pk]), _("Look"))
        if self._has_no_inbox and not setup.is_over():
            number, step = setup.first_open()
            text = _("Manyhands is not set up yet. Step %(n)s of 4: %(step)s.") % {"n": number, "step": step.label}
            yield Need(text, reverse("desk:setup"), _("Go on"))
        for job in self._imports:
            text = _("The import of %(file)s was checked and waits for you. Nothing has been saved yet.")
            yield Need(text % {"file": job.file_name}, reverse("people:import_job", args=[job.pk]), _("Look"))


def calm(me: User) -> Need:
    """What somebody is here for of whom nothing is wanted at the moment."""
    roles = roles_of(me)
    if roles.runs_programs:
        return Need(_("Nothing waits in your inbox."), reverse("desk:inbox"), _("Open the inbox"))
    see_programs = (reverse("programs:programs"), _("See programs"))
    if roles.is_org_admin:
        words = _("Nothing waits for you. You bring people in, and you make the programs.")
        return Need(words, *see_programs, more=[(_("Import people"), reverse("people:import_people"))])
    if names := list(Program.objects.visible_to(me).filter(help_contact=me).values_list("name", flat=True)):
        words = _("Nobody waits for a talk with you. You are the help contact of %(programs)s.")
        return Need(words % {"programs": get_text_list(sorted(names), _("and"))}, *see_programs)
    return Need(_("You take part in nothing yet."), *see_programs)
