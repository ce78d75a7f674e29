"""A table with two sealed columns. Its app is installed only by `tests.core.sealed_settings`."""

from django.db import models

from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base, Versioned


class Letter(Versioned, Base):
    data_class = DataClass.D4

    text = EncryptedTextField(label="letter.text")
    answer = EncryptedTextField(label="letter.answer", null=True, blank=True)
    objects: models.Manager["Letter"] = models.Manager()

    topic = models.CharField(max_length=40, blank=True)

    class Meta:
        app_label = "sealed"
