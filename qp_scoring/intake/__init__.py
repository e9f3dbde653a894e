"""Reading what users hand in: files, cells, offices, marks."""
