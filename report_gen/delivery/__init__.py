"""From a finished build to the client, with nothing reaching the wrong eyes.

    gate       which months may leave: approved, intact, drawn as they were approved, and not known to be wrong
    release    the files of those months that leave, and the lists that lead to them
    records    what left, when, where to and by whom: append-only, in the client's delivery/ folder

What brings a release somewhere is a file of its own here: it asks `gate.clear`, takes the release of what is cleared, and
records what it did. Nothing that it records changes a report.
"""
