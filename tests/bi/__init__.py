"""Real BI tools, each in an environment of its own, asked for a chart's data over the published marts."""
