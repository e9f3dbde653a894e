"""An office's official result as a workbook."""
