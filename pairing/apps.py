from django.apps import AppConfig


class PairingConfig(AppConfig):
    name = "pairing"
    label = "pairing"

    def ready(self) -> None:
        from pairing.importing.importer import PairsImporter
        from people.importing.importers import brings_in

        brings_in("pairs", PairsImporter())
