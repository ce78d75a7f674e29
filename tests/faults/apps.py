"""What a setting cannot hurry."""

from datetime import timedelta

from django.apps import AppConfig


class Hurry(AppConfig):
    """A worker that died keeps its mails for seconds, not for a minute."""

    name = "tests.faults"

    def ready(self) -> None:
        from nudges import claiming

        claiming.LEASE = timedelta(seconds=4)
