"""One file per chart. To add a chart, add one file here with

    SHAPE = "full"                                   full | half | micro: the room it has on a wide page
    SHEET = noop("Its name")                         what its sheet in the month's workbook is called
    def figure(story) -> Figure | None               the finding as title, data, and how to draw it; None without data

and write `{{ chart("its_file_name") }}` in a page under site_templates/pages/. The module's docstring starts with the question
that the chart answers. Colours come from `_theme`, text through `story.wording`, numbers from Reports alone. The smallest is
`saves_bars`; tests/charts/test_charts.py tries every chart on every kind of month without being told of it.

    _made       what charts see of a Story, and the key under which their Figures are kept
    _render     Drawer: a Figure on a Canvas as SVG and as Vega-Lite, kept by content
    _svg        what Vega draws, in a fraction of its bytes
    _theme      colours, the plane with its axes and marks
    _fit        how wide texts are, and where labels may stand
    _words      turns of phrase; what may be called a change
    _months, _history, _micro, _groups, _dots, _notes, _effects    what several charts share
    _cover      the line on the PDF's cover
"""
