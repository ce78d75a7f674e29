"""The sponsor who has to sign: told by mail and at home, on a page of their own, and never before the learner (C17)."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from nudges.sweeping import sweep
from people.models import User
from relationships import agreeing
from tests.make import NOW, make_agreement, make_pair
from tests.nudges.scenarios import DAY, MORNING
from tests.pages import page_of
from tests.relationships.test_agreeing import write

pytestmark = pytest.mark.django_db


def test_a_sponsor_is_led_to_a_page_where_they_can_sign(client: Client, sponsor: User, only: Any) -> None:
    only("agreement-to-sign")
    pair = make_pair("coaching", status="contracting")
    agreement = make_agreement(pair, signed=False, sponsor=sponsor, shows_takes_place=True)
    assert "waits for your signature" not in page_of(sponsor)
    sweep(MORNING + 3 * DAY)
    assert sponsor.email not in [address for letter in mail.outbox for address in letter.to]
    assert len(mail.outbox) == 2

    agreeing.sign(pair, agreement.version, by=pair.learner, now=MORNING + 3 * DAY)
    assert "waits for your signature" in page_of(sponsor)
    mail.outbox.clear()
    sweep(MORNING + 6 * DAY)
    [letter] = [letter for letter in mail.outbox if str(sponsor.email) in letter.to[0]]
    path = f"/pairs/{pair.pk}/sponsor/"
    assert settings.BASE_URL + path in str(letter.body)
    assert "mentor" not in str(letter.body)
    assert f"{pair.learner.name} named you as sponsor" in str(letter.body)
    client.force_login(sponsor)
    assert path in page_of(sponsor)
    page = client.get(path)
    assert page.status_code == 200
    client.post(path, {"version": page.context["version"]})
    assert agreement.signatures.filter(person=sponsor).exists()
    assert "waits for your signature" not in page_of(sponsor)


def test_a_newer_version_without_the_sponsor_asks_them_nothing(sponsor: User) -> None:
    pair = make_pair("coaching", status="contracting")
    first = make_agreement(pair, signed=False, sponsor=sponsor)
    agreeing.sign(pair, first.version, by=pair.learner, now=NOW)
    assert "waits for your signature" in page_of(sponsor)
    write(pair, pair.guide, sponsor=None)
    assert "waits for your signature" not in page_of(sponsor)
