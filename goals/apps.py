from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "goals"
    label = "goals"

    def ready(self) -> None:
        from goals import missing  # the models are ready only now
        from relationships.gates import gate

        gate("metric_goal", missing.missing_metric_goal)
        gate("own_words", missing.missing_own_words)
        gate("first_values", missing.missing_first_values)
        gate("aims_agreed", missing.missing_agreed_aims)
