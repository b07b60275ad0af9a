"""The rulebook: every eligibility rule as a declared object, in sets by purpose, and what an evaluation says."""
