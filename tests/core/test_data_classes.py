import pytest
from django.db import models

from core.data_classes import DataClass, Unclassified, class_of, classes_of, registry
from core.ids import new_id
from tests.core.sealed.models import Letter


def test_every_field_of_every_model_has_a_class() -> None:
    found = registry()
    assert found["core.AuditEvent", "verb"] is DataClass.D12
    assert found["sessions.Session", "session_data"] is DataClass.D13
    assert found["account.EmailAddress", "email"] is DataClass.D1


def test_a_model_without_a_class_is_refused() -> None:
    class Nameless(models.Model):
        class Meta:
            app_label = "sealed"

    with pytest.raises(Unclassified, match="Nameless"):
        class_of(Nameless)


def test_single_fields_may_differ_and_a_misspelt_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Letter, "field_classes", {"topic": DataClass.D2})
    assert classes_of(Letter)["topic"] is DataClass.D2
    assert classes_of(Letter)["text"] is DataClass.D4
    monkeypatch.setattr(Letter, "field_classes", {"topics": DataClass.D2})
    with pytest.raises(Unclassified, match="topics"):
        classes_of(Letter)


def test_confidential_is_d3_to_d10() -> None:
    assert [c.value for c in DataClass if c.is_confidential] == [f"D{n}" for n in range(3, 11)]
    assert [c.value for c in DataClass if c.is_scoped] == [f"D{n}" for n in range(2, 11)]


def test_ids_sort_by_the_moment_of_their_making() -> None:
    made = [new_id() for _ in range(1000)]
    assert made == sorted(made)
    assert len(set(made)) == 1000
    assert made[0].version == 7
