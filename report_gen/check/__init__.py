"""What a client's folder holds, before anything is built: what is there, what is missing, late or odd, and what to do.

looking      reads everything, builds nothing                     → Check
gaps         days that exports lack, by file, keyword and destination
oddities     numbers, keywords and destinations that are not as they usually are
telling      a Check for people and for programs
"""

from report_gen.check.found import Check, Gap, MonthCheck, Reading, Remark
from report_gen.check.looking import check, check_all
from report_gen.check.telling import as_json, as_text

__all__ = ["Check", "Gap", "MonthCheck", "Reading", "Remark", "as_json", "as_text", "check", "check_all"]
