"""The doors of notes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.doors import signed_in, the_one
from core.errors import NotPossible, Stale
from core.flash import say
from core.returning import leads_back
from notes import rules, writing
from notes.forms import NoteForm, NoteTextForm, only_you
from notes.models import Audience, PrivateNote, SharedNote
from notes.panels import notes_panel
from relationships.models import Relationship
from relationships.reading import one_shared_with
from relationships.who import pair_only


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pair: UUID) -> HttpResponse:
    """A new note of a pair; "nothing written" keeps nothing."""
    me = signed_in(request)
    relationship = the_one(one_shared_with(me, clock.today(me.time_zone), pair))
    leads_back(request, reverse("desk:pair_notes", args=[relationship.pk]))
    form = NoteForm(request.POST if request.method == "POST" else None, user=me, relationship=relationship)
    if request.method == "POST" and form.is_valid():
        audience = form.cleaned_data["audience"]
        if audience != Audience.NOTHING:
            writing.write(relationship, audience, form.cleaned_data["text"], by=me, now=clock.now())
        say(request, _after_writing(audience, relationship.other(me).first_name))
        return redirect("desk:pair_notes", pair=relationship.pk)
    panel = {**notes_panel(me, relationship, clock.now()), "form": form}
    return render(request, "notes/write.html", {"panel": panel, "other": relationship.other(me)})


def _after_writing(audience: str, name: str) -> str:
    said = {
        Audience.NOTHING.value: _("Nothing was written."),
        Audience.BOTH.value: _("Saved. You and %(name)s can read it.") % {"name": name},
    }
    return said.get(audience, _("Saved. Only you can read it."))


@require_http_methods(["GET", "HEAD", "POST"])
def private(request: HttpRequest, private_note: UUID) -> HttpResponse:
    """One's own note: read it, change it, share it, take it away."""
    me = signed_in(request)
    notes = PrivateNote.objects.visible_to(me).select_related("relationship__guide", "relationship__learner")
    return _edit(request, get_object_or_404(notes, pk=private_note))


@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, shared_note: UUID) -> HttpResponse:
    """A note of the two: either changes it."""
    return _edit(request, _open_shared(request, shared_note))


@require_POST
def share(request: HttpRequest, private_note: UUID) -> HttpResponse:
    """Let the other half read it."""
    me = signed_in(request)
    notes = PrivateNote.objects.visible_to(me).select_related("relationship__guide", "relationship__learner")
    note = get_object_or_404(notes, pk=private_note)
    leads_back(request, reverse("desk:pair_notes", args=[note.relationship_id]))
    writing.share(note, by=me, now=clock.now())
    say(request, _("Shared. %(name)s reads it now.") % {"name": note.relationship.other(me).first_name})
    return redirect("desk:pair_notes", pair=note.relationship_id)


@require_POST
def delete_private(request: HttpRequest, private_note: UUID) -> HttpResponse:
    """Take one's own note away."""
    me = signed_in(request)
    return _remove(request, get_object_or_404(PrivateNote.objects.visible_to(me), pk=private_note))


@require_POST
def delete_shared(request: HttpRequest, shared_note: UUID) -> HttpResponse:
    """The author takes a shared note away."""
    return _remove(request, _open_shared(request, shared_note))


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """All one's own private notes, searched by their words."""
    me = signed_in(request)
    words = request.GET.get("q", "")
    people = ("relationship__guide", "relationship__learner")
    notes = PrivateNote.objects.visible_to(me).select_related(*people)
    found: Any = notes.containing(words) if words else list(notes)
    rows = [{"note": note, "other": note.relationship.other(me)} for note in found]
    return render(request, "notes/own.html", {"rows": rows, "q": words})


def _open_shared(request: HttpRequest, shared_note: UUID) -> SharedNote:
    me = signed_in(request)
    pairs = Relationship.objects.shared_with(me, clock.today(me.time_zone))
    notes = SharedNote.objects.visible_to(me).filter(relationship__in=pairs)
    people = ("author", "relationship__guide", "relationship__learner")
    note: SharedNote = get_object_or_404(notes.select_related(*people), pk=shared_note)
    return note


def _edit(request: HttpRequest, note: PrivateNote | SharedNote) -> HttpResponse:
    me = signed_in(request)
    is_shared = isinstance(note, SharedNote)
    who = pair_only(me, note.relationship) if is_shared else only_you(me, note.relationship)
    data = request.POST if request.method == "POST" else None
    form = NoteTextForm(data, initial={"text": note.text, "version": note.version}, who=who)
    if data is None or not form.is_valid():
        return _page(request, note, form)
    text, version = form.cleaned_data["text"], form.cleaned_data["version"]
    try:
        writing.edit(note, text=text, version=version, by=me, now=clock.now())
    except Stale as stale:
        note.refresh_from_db()
        again = NoteTextForm(initial={"text": text, "version": note.version}, who=who)
        return _page(request, note, again, theirs=stale.current["text"], status=409)
    except NotPossible as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, note, form, status=409)
    say(request, _("Saved. The note is changed."))
    return redirect("desk:pair_notes", pair=note.relationship_id)


def _page(
    request: HttpRequest, note: PrivateNote | SharedNote, form: NoteTextForm, *, theirs: str = "", status: int = 200
) -> HttpResponse:
    me = signed_in(request)
    is_shared = isinstance(note, SharedNote)
    context = {
        "note": note,
        "form": form,
        "theirs": theirs,
        "who": pair_only(me, note.relationship),
        "other": note.relationship.other(me),
        "is_shared": is_shared,
        "may_edit": rules.may_change(me, note, is_shared=is_shared),
        "may_remove": rules.may_remove(me, note),
        "may_share": not is_shared and note.relationship.is_open,
        "delete_url": reverse(f"notes:delete_{'shared' if is_shared else 'private'}", args=[note.pk]),
        "share_url": "" if is_shared else reverse("notes:share", args=[note.pk]),
    }
    return render(request, "notes/note.html", context, status=status)


def _remove(request: HttpRequest, note: PrivateNote | SharedNote) -> HttpResponse:
    writing.remove(note, by=signed_in(request), now=clock.now())
    say(request, _("The note is deleted."))
    return redirect("desk:pair_notes", pair=note.relationship_id)
