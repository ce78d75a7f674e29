from django.apps import AppConfig


class RelationshipsConfig(AppConfig):
    name = "relationships"
    label = "relationships"

    def ready(self) -> None:
        from people.querysets import also_visible
        from programs.kinds import answer_for
        from programs.querysets import own_pairs
        from relationships import gates, missing
        from relationships.kinds import KINDS
        from relationships.querysets import other_halves, pairs_of

        for kind, module in KINDS.items():
            answer_for(kind, module)
        also_visible.append(other_halves)
        own_pairs.append(pairs_of)
        gates.gate("agreement_signed", missing.missing_agreement)
        gates.gate("mission", missing.missing_mission)
        gates.gate("session_count", missing.missing_session_count)
        gates.gate("plan_accepted", missing.missing_plan)
        gates.gate("questions", missing.missing_answers)
