"""Documents: what officials read. The quarterly bulletin, the monthly notice, the observation pack, the evaluation.

A document is built from one snapshot of the published marts as a tree of parts (`parts`), every number in
it a `Figure` that knows the query, row and column it came from (`facts`). From that tree come the Word
document (`word`), its PDF (`pdf`) and the JSON of its numbers (`listing`), so that none can say another thing.
"""
