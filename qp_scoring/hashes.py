"""The one hash of the house: by it files, rubrics and score sheets are known again."""

from __future__ import annotations

import hashlib
import json


def digest(content: bytes) -> str:
    """The hash of a content, ``sha256:…``."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def canonical(document: object) -> str:
    """A document of JSON's types in one form: keys sorted, an entry a line."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1)
