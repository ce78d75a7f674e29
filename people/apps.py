from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    label = "people"

    def ready(self) -> None:
        from core.rotation import ELSEWHERE, Elsewhere
        from people import second_steps
        from people.importing.bringing import PeopleImporter
        from people.importing.importers import brings_in

        brings_in("people", PeopleImporter())
        ELSEWHERE[second_steps.LABEL] = Elsewhere(second_steps.rotate, second_steps.some, second_steps.opens)
