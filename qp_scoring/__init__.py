"""Score Thai education service area offices (สพท.) on the Quick Policy indicators.

``score`` reads and scores inputs and returns :class:`Results`, ``analyse`` takes them together
over all offices; see ``docs/api.md``. The names below
are loaded when first used: importing the package alone stays as cheap as ``--help`` needs it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qp_scoring.api import Analysis, RefusedRunError, Results, analyse, score

__all__ = ["Analysis", "RefusedRunError", "Results", "__version__", "analyse", "score"]
__version__ = "0.2.0"


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("qp_scoring.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
