"""Article files in, repaired articles and their sentences out."""
