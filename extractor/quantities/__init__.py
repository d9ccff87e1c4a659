"""Figures and ledger: numerals, masks, units, relations, and what is no figure."""
