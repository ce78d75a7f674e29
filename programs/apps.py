from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    label = "programs"

    def ready(self) -> None:
        from people.querysets import also_visible
        from people.rules import all_who_import_too, may_import_too
        from programs.querysets import whole_directory
        from programs.rules import all_who_run, runs_any

        also_visible.append(whole_directory)
        may_import_too.append(runs_any)
        all_who_import_too.append(all_who_run)
