"""From a finished build to the client, with nothing reaching the wrong eyes.

    gate       which months may leave: approved, intact, drawn as they were approved, and not known to be wrong
    release    the files of those months that leave, and the lists that lead to them
    records    what left, when, where to and by whom: append-only, in the client's delivery/ folder

    publish    the release to a folder, an object store, an SFTP server or a branch      (destination … plan, transfer, targets/)
    access     who may open the site; hosting: the web server's configuration that keeps others out
    export     a month as one zip, or as one sealed page                                 (zipped, sealed, passphrase)
    send       a month by e-mail, to each recipient once                                 (parcel, recipients, letter, mail, smtp)
    review     who has looked at a month; status: what is done for every client, what holds it, what comes next

What brings a release somewhere is a file of its own here: it asks `gate.clear`, takes the release of what is cleared, and
records what it did. Nothing that it records changes a report.
"""
