"""The secrets of second steps stand sealed in the database, and so in every backup."""

from __future__ import annotations

import json
import time
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.core.management import CommandError, call_command

from core.backups.samples import Samples, open_samples
from core.keys import Ring, generate, ring
from people import second_steps
from people.models import User
from tests.make import make_person

OLD, NEW = generate(), generate()


@pytest.fixture
def person(db: None, settings: Any) -> User:
    settings.FIELD_KEYS = [OLD]
    return make_person("Amara")


def code_of(secret: str) -> str:
    """What the app on the phone shows."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def stored() -> str:
    return json.dumps(list(Authenticator.objects.values_list("data", flat=True)))


def test_neither_the_key_of_an_app_nor_the_seed_of_recovery_codes_stands_in_clear(person: User) -> None:
    secret = generate_totp_secret()
    totp, codes = TOTP.activate(person, secret), RecoveryCodes.activate(person)
    assert secret not in stored()
    assert second_steps.open_sealed(codes.instance.data["seed"]) not in stored()
    assert stored().count("v1:") == 2
    assert totp.validate_code(code_of(secret))
    assert codes.validate_code(codes.get_unused_codes()[0])


def test_rotation_seals_them_again_and_they_still_let_in(person: User, settings: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    unused = RecoveryCodes.activate(person).get_unused_codes()
    settings.FIELD_KEYS = [NEW, OLD]
    said = StringIO()
    call_command("rotate_keys", stdout=said)
    assert "second_step.secret: 2 rotated, 0 already, 0 unreadable done" in said.getvalue()
    settings.FIELD_KEYS = [NEW]
    totp, codes = (Authenticator.objects.get(type=kind) for kind in ("totp", "recovery_codes"))
    assert TOTP(totp).validate_code(code_of(secret))
    assert RecoveryCodes(codes).get_unused_codes() == unused


def test_a_code_that_is_used_meanwhile_stays_used_and_the_seed_is_sealed_anew(
    person: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever uses one writes back what they read, under the older key."""
    codes = RecoveryCodes.activate(person)
    used, *unused = codes.get_unused_codes()
    settings.FIELD_KEYS = [NEW, OLD]
    quicker = iter([True])

    def use_meanwhile(self: Ring, stored: str, reseal: Any = Ring.reseal) -> str:
        if next(quicker, False):
            assert codes.validate_code(used)
        return str(reseal(self, stored))

    monkeypatch.setattr(Ring, "reseal", use_meanwhile)
    call_command("rotate_keys", stdout=StringIO())
    settings.FIELD_KEYS = [NEW]
    assert RecoveryCodes(Authenticator.objects.get()).get_unused_codes() == unused


def test_whether_the_keys_are_there_is_looked_for_in_second_steps_too(person: User, settings: Any) -> None:
    assert open_samples() == Samples(0, [])
    TOTP.activate(person, generate_totp_secret())
    assert open_samples() == Samples(1, [])
    settings.FIELD_KEYS = [NEW]
    assert open_samples() == Samples(0, [second_steps.LABEL])


def test_rotation_says_that_a_key_is_still_needed(person: User, settings: Any) -> None:
    TOTP.activate(person, generate_totp_secret())
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CommandError, match="keep every older key"):
        call_command("rotate_keys", stdout=StringIO())


def test_what_was_kept_in_clear_is_sealed_once(person: User) -> None:
    secret = generate_totp_secret()
    plain = Authenticator.objects.create(user=person, type="totp", data={"secret": secret})
    Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": "seed", "used_mask": 5})
    Authenticator.objects.create(user=make_person(), type="recovery_codes", data={"migrated_codes": []})
    assert TOTP(plain).validate_code(code_of(secret)), "written by a process of the version before"
    cache.clear()
    passkey = Authenticator.objects.create(user=person, type="webauthn", data={"name": "My phone", "credential": {}})
    second_steps.rotate(ring())
    first = stored()
    assert open_samples() == Samples(2, [])
    assert secret not in first
    assert '"seed": "seed"' not in first
    assert '"used_mask": 5' in first
    second_steps.rotate(ring())
    assert stored() == first
    plain.refresh_from_db()
    assert TOTP(plain).validate_code(code_of(secret))
    passkey.refresh_from_db()
    assert passkey.data == {"name": "My phone", "credential": {}}
