"""A month's numbers, one file per signal. To add one, add one file here with

    def compute(month) -> dict[str, object]          keys of `Report` with their values; `headline` maps are merged,
                                                     `quality` lines are added to those of the month

`month` is a `history.MonthData`: the month's activity by note, its daily totals, ranks and clicks, and the settings.
"""
