from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
    label = "desk"

    def ready(self) -> None:
        from desk.standing import pairs_of
        from programs.standing import count_with

        count_with(pairs_of)
