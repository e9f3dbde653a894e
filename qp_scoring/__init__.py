"""Score Thai education service area offices (สพท.) on the Quick Policy indicators."""

__version__ = "0.1.0"
