"""One file per chart. To add a chart, add one file here with

    SHAPE = "full"                                   full | half | micro: the room it has on a wide page
    def figure(story) -> Figure | None               the finding as title, data, and how to draw it; None without data

and write `{{ chart("its_file_name") }}` in a page under site_templates/pages/. The module's docstring starts with the question
that the chart answers. Colours come from `_theme`, text through `story.wording`, numbers from Reports alone.
"""
