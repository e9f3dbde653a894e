"""From answers to results: levels, means, bands, advice. Reads nothing, prints nothing."""
