"""The corpus that is kept on disk: articles as they were read, and the index over their sentences."""
