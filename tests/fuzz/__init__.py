"""Fuzzing: what must hold for any text, texts that hurt, and the ways to make them."""
