from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "goals"
    label = "goals"

    def ready(self) -> None:
        from goals import missing  # the models are ready only now
        from goals.after_log import one_more_number
        from relationships.gates import gate
        from relationships.log_extras import ask_after_log

        ask_after_log(one_more_number)
        gate("metric_goal", missing.missing_metric_goal)
        gate("own_words", missing.missing_own_words)
        gate("first_values", missing.missing_first_values)
        gate("aims_agreed", missing.missing_agreed_aims)
