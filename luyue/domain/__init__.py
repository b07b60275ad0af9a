"""The rules, as plain functions: no input or output, no clock, no Temporal. Imports nothing of the rest."""
