"""The Django admin: the org admin looks at dates and states, nobody writes, nobody else comes in (2.2)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse

from core.admin import SHOWN, Looking
from core.data_classes import DataClass, classes_of
from core.models import AuditEvent
from people.models import RoleHeld
from tests.make import make_agreement, make_pair, make_person, make_session

pytestmark = pytest.mark.django_db
import_module("config.urls")  # takes what belongs to each person out of the admin
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
HIDDEN = {DataClass(f"D{number}") for number in (3, 4, 5, 6, 7, 8, 9, 10, 13)}


def org_admin() -> Client:
    client = Client()
    client.force_login(make_person("Sam", is_org_admin=True))
    return client


def a_row(model: type[models.Model]) -> models.Model:
    """Something of everything stands in the database; one of this model."""
    for kind in ("coaching", "mentoring"):
        pair = make_pair(kind, signed=False)
        make_agreement(pair, sponsor=make_person("Karl") if kind == "coaching" else None)
        make_session(pair)
    RoleHeld.objects.create(person=pair.learner, title="Engineer")
    Client().force_login(pair.learner)
    AuditEvent.objects.create(at=pair.proposed_at, verb="test", object_type="test", object_id=pair.pk)
    row = model._default_manager.first()
    assert row is not None, f"nothing of {model._meta.label} to look at"
    return row


def url(model: type[models.Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_what_is_shown_and_what_is_hidden_are_all_there_is() -> None:
    assert set(DataClass) == SHOWN | HIDDEN | {DataClass.D11}
    assert len(REGISTERED) >= 8


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_a_page_of_the_admin_shows_no_content_and_no_secret(model: type[models.Model]) -> None:
    row, client = a_row(model), org_admin()
    table, page = client.get(url(model, "changelist")), client.get(url(model, "change", row.pk))
    assert (table.status_code, page.status_code) == (200, 200)
    columns = [name for name in table.context["cl"].list_display if name != "action_checkbox"]
    fields = [name for fieldset in page.context["adminform"] for line in fieldset for name in line.fields]
    classes = classes_of(model)
    shown = {*columns, *fields, *table.context["cl"].list_filter, *admin.site._registry[model].search_fields}
    assert shown
    assert {name: classes[name] for name in shown if classes[name] in HIDDEN} == {}
    assert page.context["inline_admin_formsets"] == []


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_nothing_is_written_in_the_admin(model: type[models.Model]) -> None:
    assert isinstance(admin.site._registry[model], Looking)
    row, client = a_row(model), org_admin()
    before = list(model._default_manager.order_by("pk").values())
    asked = {"_selected_action": [str(row.pk)], "action": "delete_selected", "post": "yes"}
    assert client.post(url(model, "change", row.pk), {}).status_code == 403
    for page in ("add", "delete", "history"):
        with pytest.raises(NoReverseMatch):
            url(model, page, *([] if page == "add" else [row.pk]))
    client.post(url(model, "changelist"), asked)
    assert list(model._default_manager.order_by("pk").values()) == before
    assert "delete_selected" not in client.get(url(model, "changelist")).content.decode()


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_only_the_org_admin_comes_in(model: type[models.Model]) -> None:
    row = a_row(model)
    pair = make_pair("coaching")
    for person in (pair.program.admin_rows.get().person, pair.learner, pair.guide):
        client = Client()
        client.force_login(person)
        for page in (url(model, "changelist"), url(model, "change", row.pk)):
            assert client.get(page).status_code == 302
            assert client.get(page, follow=True).status_code == 403


def test_nobody_guesses_a_hidden_value_by_filtering_for_it() -> None:
    client, people = org_admin(), reverse("admin:people_user_changelist")
    assert client.get(people, {"department__startswith": "I"}).status_code == 200
    assert client.get(people, {"password__startswith": "argon2"}).status_code == 400


def test_the_link_to_a_session_is_not_shown_to_who_could_walk_in_by_it() -> None:
    session = make_session(make_pair(), link="https://meet.example.org/only-the-two")
    page = org_admin().get(reverse("admin:relationships_session_change", args=[session.pk])).content.decode()
    assert "only-the-two" not in page
