"""Half of a race: reads lines of a run’s id and a moment, and publishes then (`python -m tests.pairing.racers`)."""

import json
import sys
import time

import django

django.setup()

from core import clock  # noqa: E402
from core.errors import NotPossible  # noqa: E402
from pairing.models import Run  # noqa: E402
from pairing.publishing import publish  # noqa: E402

for line in sys.stdin:
    if not line.strip():
        break
    key, moment = line.split()
    run = Run.objects.select_related("program").get(pk=key)
    while time.time() < float(moment):
        pass
    try:
        out = publish(run, by=None, now=clock.now())
        print(json.dumps({"published": len(out.pairs), "put_back": len(out.put_back)}), flush=True)
    except NotPossible as refusal:
        print(json.dumps({"refused": str(refusal)}), flush=True)
