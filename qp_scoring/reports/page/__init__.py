"""``dashboard.html``: one self-contained page for leadership, that opens by double-click."""
