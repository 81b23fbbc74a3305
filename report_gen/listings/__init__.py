"""One file per table on a page. To add one, add one file here with

    SHEET = noop("Its name")                    what its sheet in workbooks is called
    def listing(story) -> Listing | None        a finding as title, the rows as data and as shown; None without data

and write `{{ listing("its_file_name") }}` in a page under site_templates/pages/. Its downloads come by
themselves.
"""
