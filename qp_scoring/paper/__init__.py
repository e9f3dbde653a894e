"""The drawing kit: cells, pages, tables, charts."""
