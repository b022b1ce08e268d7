"""Sentences and words in, ranked hits out."""
