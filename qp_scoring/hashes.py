"""The one hash of the house: by it files, rubrics and score sheets are known again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def digest(content: bytes) -> str:
    """The hash of a content, ``sha256:…``."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """The hash of a file's content, which is not held whole.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as source:
        return "sha256:" + hashlib.file_digest(source, "sha256").hexdigest()


def canonical(document: object) -> str:
    """A document of JSON's types in one form: keys sorted, an entry a line."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1)
