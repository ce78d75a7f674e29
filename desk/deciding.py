"""What waits for people who run programs or the organization, as lines of their own home."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.needs import Need
from desk import setup
from desk.inbox import people
from desk.inbox.entry import Desk
from desk.inbox.gathering import counted
from desk.roles import roles_of
from people.models import User
from programs.models import Program
from programs.querysets import known_programs


def needs(me: User, now: datetime) -> Iterable[Need]:
    """One's own way back in; one line that leads to the inbox; an import that was checked and waits."""
    roles = roles_of(me)
    if roles.is_org_admin and not me.email:
        text = _("You have no work e-mail here. Once you sign out, only a link made on the server lets you in again.")
        yield Need(text, reverse("people:address", args=[me.pk]), _("Add one"))
    if roles.runs_programs:
        programs = known_programs(me) or list(Program.objects.run_by(me).values_list("pk", flat=True))
        if count := counted(Desk(me=me, programs=programs, now=now)):
            text = ngettext("%(n)s decision waits in your inbox.", "%(n)s decisions wait in your inbox.", count)
            yield Need(text % {"n": count}, reverse("desk:inbox"), _("Open the inbox"))
    elif roles.is_org_admin:
        for asked in people.asking_to_be_erased(Desk(me=me, programs=[], now=now)):
            text = _("%(name)s asks that everything about them be erased.") % {"name": asked.person.name}
            yield Need(text, reverse("desk:erase", args=[asked.person.pk]), _("Look"))
        if not setup.is_over():
            number, step = setup.first_open()
            text = _("Manyhands is not set up yet. Step %(n)s of 4: %(step)s.") % {"n": number, "step": step.label}
            yield Need(text, reverse("desk:setup"), _("Go on"))
        for job in people.held_imports(Desk(me=me, programs=[], now=now)):
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
