"""From an assigned table to typed records: units and their proof, values, keys, totals, each with its cell."""
