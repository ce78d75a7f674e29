"""What every JSON door stands on: resources, what they take and show, refusals, the schema."""
