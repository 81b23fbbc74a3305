"""One file per table on a page. To add one, add one file here with

    def listing(story) -> Listing | None        a finding as title, the rows as data and as shown; None without data

and write `{{ listing("its_file_name") }}` in a page under site_templates/pages/. Its CSV download comes by itself.
"""
