"""A question and candidate facts in, an answer or a refusal out."""
