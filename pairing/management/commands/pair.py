"""Pairs the people of a program from the command line, and publishes if asked to (4.2, 4.3)."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.errors import NotPossible
from pairing.models import Match, Run, Unmatched
from pairing.publishing import Published, publish
from pairing.running import pair_now
from people.models import User
from programs.models import Program


class Command(BaseCommand):
    help = "Find the best set of pairs for a program, with the proof that no set is better."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the program's name")
        parser.add_argument("--publish", action="store_true", help="propose every pair to its two people")
        parser.add_argument("--seed", type=int, default=1, help="the order of equals; the same seed, the same pairs")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, **given: Any) -> None:
        program = Program.objects.filter(name=given["name"]).first()
        if program is None:
            raise CommandError(f"There is no program called “{given['name']}”.")
        now, published = clock.now(), None
        try:
            run = pair_now(program, by=None, now=now, seed=given["seed"])
            if given["publish"] and run.matched:
                published = publish(run, by=None, now=now)
        except NotPossible as refusal:
            raise CommandError(str(refusal)) from refusal
        answer = as_json(run)
        if given["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            if published is not None:
                self.stderr.write(published.sentence(run.program.words))
        else:
            self._say(run, answer, published)

    def _say(self, run: Run, answer: dict[str, Any], published: Published | None) -> None:
        """The same for people."""
        for match in answer["matches"]:
            self.stdout.write(f"{match['score']:>3}  {match['learner']} → {match['guide']}")
        for alone in answer["unmatched"]:
            self.stdout.write(f"  –  {alone['person']}: {' '.join(alone['reasons'])}")
        words = run.program.words
        self.stdout.write(
            f"{run.matched} pairs of {run.learners} {words['learners']} and {run.guides} {words['guides']} "
            f"with {run.places} free places. Total {run.total}, and no set can reach more than {run.bound}. "
            f"{run.seconds} s."
        )
        if published is not None:
            self.stdout.write(published.sentence(words))


def as_json(run: Run) -> dict[str, Any]:
    """The answer for machines, always these keys; people are named by e-mail or id."""
    matches = Match.objects.filter(run=run).for_page().by_name()
    alone = Unmatched.objects.filter(run=run).for_page()
    names = ("learners", "guides", "matched", "total", "bound", "seconds")
    answer: dict[str, Any] = {"run": str(run.pk), **{name: getattr(run, name) for name in names}}
    answer["matches"] = [
        {
            "learner": _who(match.learner.person),
            "guide": _who(match.guide.person),
            "score": match.score,
            "reasons": [reason["sentence"] for reason in match.all_reasons],
        }
        for match in matches
    ]
    answer["unmatched"] = [{"person": _who(row.learner.person), "reasons": [row.blocked_by]} for row in alone]
    return answer


def _who(person: User) -> str:
    return person.email or person.employee_id or str(person.pk)
