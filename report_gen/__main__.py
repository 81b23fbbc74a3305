"""`python -m report_gen`, the same as the command `report-gen`."""

from report_gen.cli import main

main()
