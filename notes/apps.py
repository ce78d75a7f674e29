from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "notes"
    label = "notes"

    def ready(self) -> None:
        from notes.in_log import NOTE_IN_LOG
        from relationships.log_extras import add_to_log

        add_to_log(NOTE_IN_LOG)
