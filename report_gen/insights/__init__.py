"""What the numbers say, one rule per file. To add a rule, add one file here with

    def find(story) -> Iterator[Finding]             nothing where the data don't carry it

A rule is pure. `importance` is 0 to 1: the higher comes first. Every figure in a sentence stands in `evidence`. “Rose” and
“fell” are said of a rate only when the change is significant.
"""
