"""Charts: what several exports draw alike. Vega-Lite specifications (`shapes`), one theme, and pictures of them.

Belongs here: marks, colours, fonts, sizes. Does not belong here: which figures are drawn, or their captions.
Every chart can be read in black and white: shades differ in lightness, series in shape and dash, values stand
beside their marks.
"""
