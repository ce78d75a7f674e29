"""Why somebody has no pair, in one sentence that gives nobody's wish away."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import ArrayLike

from pairing.hard_rules import HARD_RULES
from pairing.people_input import Person, Pool, Rules


class Blockers:
    """Says for learners without a pair what stands in the way, in words that give no wish away.

    `match` is the solver's; `words` are the kind's ("guide", "guides" …). The rules are looked up once for everybody.
    """

    def __init__(
        self,
        learners: Sequence[Person],
        guides: Sequence[Person],
        rules: Rules,
        *,
        capacities: ArrayLike,
        match: ArrayLike,
        words: Mapping[str, Any],
    ) -> None:
        self.learners, self.guides, self.words = learners, guides, words
        matched = np.asarray(match)
        used = np.bincount(matched[matched >= 0], minlength=len(guides))
        self.full = used >= np.asarray(capacities)
        pool = Pool(list(learners), list(guides), rules)
        self.found = [(rule, _by_learner(rule.cells(pool))) for rule in HARD_RULES]

    def sentence(self, learner: int) -> str:
        """For one learner by index: "All 3 mentors in Finance are full; 2 others are in Jo’s reporting line." """
        told: dict[str, set[int]] = {}
        for rule, cells in self.found:
            guides = cells.get(learner, set()).difference(*told.values())
            if rule.alone is not None and guides:
                told[rule.name] = guides
        # A guide ruled out by a wish counts among the full if full and is passed over if not. No words of its own: a
        # sentence that appears only beside a wish would tell of it.
        others = set(range(len(self.guides))).difference(*told.values())
        full = {j for j in others if self.full[j]}
        words = {**self._names, "learner": self.learners[learner].name}
        nobody = _("No %(guide)s fits %(learner)s under this program’s rules")
        parts = [self._all_full(full) if full else nobody % words]
        for rule, _cells in self.found:
            if rule.name in told:
                sentence = rule.beside if full else rule.alone
                parts.append(str(sentence % {**words, "n": len(told[rule.name])}))
        return _("%(sentence)s.") % {"sentence": "; ".join(parts)}

    def _all_full(self, full: set[int]) -> str:
        departments = {self.guides[j].department for j in full}
        department = departments.pop() if len(departments) == 1 else ""
        facts = {**self._names, "n": len(full), "department": department}
        in_department = {j for j, guide in enumerate(self.guides) if guide.department == department}
        if department and in_department == full:
            words = ngettext(
                "The only %(guide)s in %(department)s is full",
                "All %(n)s %(guides)s in %(department)s are full",
                len(full),
            )
        else:
            words = ngettext("The only possible %(guide)s is full", "All %(n)s possible %(guides)s are full", len(full))
        return words % facts

    @property
    def _names(self) -> dict[str, str]:
        return {"guide": str(self.words["guide"]), "guides": str(self.words["guides"])}


def _by_learner(cells: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for learner, guide in cells:
        found.setdefault(learner, set()).add(guide)
    return found
