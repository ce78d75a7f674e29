"""What waits for a decision in the programs that one runs: derived at every look, gone when its cause is gone."""
