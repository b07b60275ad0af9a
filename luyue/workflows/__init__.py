"""The Temporal side: the generic process and the kinds' declarations. Imports no rules."""
