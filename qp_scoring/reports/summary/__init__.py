"""The summary workbook of a round: ``book`` puts it together, a module per subject."""
