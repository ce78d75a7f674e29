"""Sealed text: what the database holds, what opens it, and what is refused."""

from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection
from django.db.models import F, Value
from django.forms import Textarea, modelform_factory

from core.errors import NotPossible, SealBroken, Stale
from core.fields import Sealed
from core.ids import new_id
from tests.core.sealed.models import Letter

pytestmark = pytest.mark.usefixtures("letters")


def in_database(letter: Letter, column: str = "text") -> Any:
    with connection.cursor() as cursor:
        key = letter._meta.pk.get_db_prep_value(letter.pk, connection)
        cursor.execute(f"SELECT {column} FROM sealed_letter WHERE id = %s", [key])
        return cursor.fetchone()[0]


def put_into_database(letter: Letter, column: str, value: str) -> None:
    with connection.cursor() as cursor:
        key = letter._meta.pk.get_db_prep_value(letter.pk, connection)
        cursor.execute(f"UPDATE sealed_letter SET {column} = %s WHERE id = %s", [value, key])


def test_database_holds_a_token_and_the_attribute_the_text() -> None:
    letter = Letter.objects.create(text="wombat")
    assert in_database(letter).startswith("v1:")
    assert "wombat" not in in_database(letter)
    assert letter.text == Letter.objects.get().text == "wombat"


def test_a_value_copied_to_another_row_fails_to_open() -> None:
    one, other = Letter.objects.create(text="mine"), Letter.objects.create(text="yours")
    put_into_database(other, "text", in_database(one))
    with pytest.raises(SealBroken, match="text"):
        _ = Letter.objects.get(pk=other.pk).text


def test_a_value_copied_to_another_column_fails_to_open() -> None:
    letter = Letter.objects.create(text="mine")
    put_into_database(letter, "answer", in_database(letter))
    with pytest.raises(SealBroken, match="answer"):
        _ = Letter.objects.get().answer


@pytest.mark.parametrize(
    "tamper",
    [lambda s: s[:-2], lambda s: s[:40] + ("A" if s[40] != "A" else "B") + s[41:], lambda s: s[3:], lambda s: "x"],
)
def test_changed_bytes_fail_to_open(tamper: Any) -> None:
    letter = Letter.objects.create(text="mine")
    put_into_database(letter, "text", tamper(in_database(letter)))
    with pytest.raises(SealBroken):
        _ = Letter.objects.get().text


def test_broken_seal_says_where_and_never_what() -> None:
    letter = Letter.objects.create(text="wombat")
    put_into_database(letter, "answer", in_database(letter))
    with pytest.raises(SealBroken) as caught:
        _ = Letter.objects.get().answer
    assert "wombat" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_list_of_rows_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    Letter.objects.bulk_create([Letter(text="a"), Letter(text="b")])
    monkeypatch.setattr("core.keys.Ring.open", lambda *args: pytest.fail("opened"))
    assert [letter.topic for letter in Letter.objects.all()] == ["", ""]


def test_values_and_dumpdata_give_the_token() -> None:
    letter = Letter.objects.create(text="wombat")
    assert Letter.objects.values_list("text", flat=True).get() == in_database(letter)
    for rows in (Letter.objects.all(), [letter]):
        dump = serializers.serialize("json", rows)
        assert "wombat" not in dump
        assert '"v1:' in dump


def test_loaddata_takes_what_dumpdata_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = Letter.objects.create(text="wombat")
    dump = serializers.serialize("json", Letter.objects.all())
    Letter.objects.all().delete()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.serializers.python.apps.get_model", lambda label: Letter)
        for row in serializers.deserialize("json", dump):
            row.save()
    assert Letter.objects.get(pk=letter.pk).text == "wombat"


@pytest.mark.parametrize("value", ["clear", "", F("answer"), F("topic"), Value("clear"), "v1:clear"])
def test_update_is_refused(value: Any) -> None:
    letter = Letter.objects.create(text="a", answer="b", topic="clear")
    before = in_database(letter)
    with pytest.raises(FieldError, match="text"):
        Letter.objects.update(text=value)
    assert in_database(letter) == before


def test_update_may_clear() -> None:
    letter = Letter.objects.create(text="a", answer="b")
    Letter.objects.update(answer=None)
    assert in_database(letter, "answer") is None


def test_bulk_update_is_refused() -> None:
    letter = Letter.objects.create(text="a")
    letter.text = "b"
    with pytest.raises(FieldError):
        Letter.objects.bulk_update([letter], ["text"])


def test_an_expression_is_not_saved() -> None:
    with pytest.raises(FieldError):
        Letter(text=Value("clear")).save()


@pytest.mark.parametrize("lookup", ["exact", "iexact", "contains", "in", "startswith", "regex", "gt", "lower", "range"])
def test_every_lookup_but_isnull_is_refused(lookup: str) -> None:
    with pytest.raises(FieldError, match="text"):
        Letter.objects.filter(**{f"text__{lookup}": "a"})


def test_every_lookup_of_text_is_refused() -> None:
    names = set(Letter._meta.get_field("topic").get_lookups()) - {"isnull"}
    for name in names:
        with pytest.raises(FieldError):
            Letter._meta.get_field("text").get_lookup(name)


def test_isnull_works() -> None:
    Letter.objects.create(text="a")
    assert Letter.objects.filter(answer__isnull=True).count() == 1
    assert not Letter.objects.filter(answer__isnull=False).exists()


def test_unchanged_text_keeps_its_token() -> None:
    letter = Letter.objects.create(text="a")
    before = in_database(letter)
    again = Letter.objects.get()
    again.topic = "new"
    again.save()
    assert in_database(letter) == before


def test_changed_text_is_sealed_again() -> None:
    Letter.objects.create(text="a")
    letter = Letter.objects.get()
    letter.text = "b"
    letter.save(update_fields=["text"])
    assert Letter.objects.get().text == "b"


def test_bulk_create_deferred_and_refresh_open() -> None:
    Letter.objects.bulk_create([Letter(text="a", answer="b")])
    letter = Letter.objects.defer("text").get()
    assert letter.text == "a"
    Letter.objects.only("id").get().refresh_from_db()
    letter.refresh_from_db()
    assert (letter.text, letter.answer) == ("a", "b")


def test_copying_an_instance_to_a_new_key_fails_at_once() -> None:
    Letter.objects.create(text="a")
    letter = Letter.objects.get()
    letter.pk = new_id()
    letter._state.adding = True
    with pytest.raises(SealBroken):
        letter.save()


def test_empty_and_null_come_back_as_they_went() -> None:
    Letter.objects.create(text="", answer=None)
    letter = Letter.objects.get()
    assert (letter.text, letter.answer) == ("", None)


def test_a_text_that_looks_like_a_token_is_a_text() -> None:
    token = in_database(Letter.objects.create(text="secret"))
    letter = Letter.objects.create(text=token)
    assert Letter.objects.get(pk=letter.pk).text == token
    assert in_database(letter) != token


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_unstorable_text_is_a_validation_error(text: str) -> None:
    with pytest.raises(ValidationError):
        Letter(text=text).full_clean()
    with pytest.raises(ValidationError):
        Letter(text=text).save()
    assert not Letter.objects.exists()


def test_a_form_shows_the_text_in_a_textarea_and_saves_it() -> None:
    letter = Letter.objects.create(text="old")
    form_class = modelform_factory(Letter, fields=["text", "answer"])
    assert isinstance(form_class().fields["text"].widget, Textarea)
    form = form_class({"text": "new | with | bars\n\u1f9a", "answer": ""}, instance=Letter.objects.get())
    assert "old" in str(form_class(instance=letter))
    assert form.is_valid(), form.errors
    form.save()
    assert Letter.objects.get().text == "new | with | bars\n\u1f9a"
    assert not form_class({"text": "a\x00b"}, instance=letter).is_valid()


def test_a_row_without_key_cannot_be_sealed() -> None:
    letter = Letter(text="a")
    letter.pk = None
    with pytest.raises(ValueError, match="key"):
        Letter._meta.get_field("text").pre_save(letter, True)


def test_save_if_keeps_the_first_writer_and_shows_both_texts() -> None:
    letter = Letter.objects.create(text="start")
    first, second = Letter.objects.get(), Letter.objects.get()
    first.save_if(1, text="first")
    with pytest.raises(Stale) as caught:
        second.save_if(1, text="second")
    assert (caught.value.current, caught.value.mine) == ({"text": "first"}, {"text": "second"})
    letter.refresh_from_db()
    assert (letter.text, letter.version) == ("first", 2)
    first.save_if(2, text="more")
    assert Letter.objects.get().version == 3


def test_save_if_of_a_deleted_row_is_not_possible() -> None:
    letter = Letter.objects.create(text="a")
    Letter.objects.all().delete()
    with pytest.raises(NotPossible):
        letter.save_if(1, text="b")


def test_migrations_know_the_label() -> None:
    _name, path, args, kwargs = Letter._meta.get_field("answer").deconstruct()
    assert (path, args) == ("core.fields.EncryptedTextField", [])
    assert kwargs == {"label": "letter.answer", "null": True, "blank": True}


def test_a_value_from_the_database_is_marked_and_a_typed_one_is_not() -> None:
    Letter.objects.create(text="a")
    assert isinstance(Letter.objects.get().__dict__["text"], Sealed)
    assert not isinstance(Letter.objects.get().text, Sealed)
