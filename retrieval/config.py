"""``config/*.yaml`` → one frozen ``Config``; an error names the file, the key and the value."""

from __future__ import annotations
