"""The county: lists compared, many units as one, samples, inspections, copies of one workspace brought together.

check_county       every unit of a county, then what stands between units, as one Check
BuiltUnits         what came of building each unit, told again where nothing changed
compare            lists of children against each other (PURE); told by format_comparison_…, write_comparison
draw, write_sample        the inspector's sample and its sheets
record_inspection, standings   inspections and the ladder
merge_copies, merge_counties   two copies of one workspace, or of one county
chases_of, make_overview  what is missing from whom; the county at a glance (PURE)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.files.front_door import opens_late

if TYPE_CHECKING:
    from dossier.county.built import BuiltUnit, BuiltUnits
    from dossier.county.chase import chases_of, lacks_of, write_chases
    from dossier.county.checking import CountyRun, check_county, of_unit
    from dossier.county.comparison import COMPARED, format_comparison_json, format_comparison_text
    from dossier.county.comparison_book import write_comparison, write_roster
    from dossier.county.inspection import RESULTS, load_ladder, read_inspections, record_inspection, standings
    from dossier.county.merge import merge_copies, merge_counties
    from dossier.county.merge_values import Told
    from dossier.county.offices import load_offices
    from dossier.county.overview import LastRun, Overview, last_run_of, make_overview
    from dossier.county.overview_page import format_overview, write_overview
    from dossier.county.pairing import ROLES, compare
    from dossier.county.sample import draw, size_of
    from dossier.county.sample_sheets import Drawn, write_sample
    from dossier.county.sheets import SheetOfRows, write_book
    from dossier.county.units import (
        County,
        UnitFolder,
        county_settings,
        find_county,
        in_county,
        in_unit,
        readable_units,
        unit_of_issuer,
    )

__all__ = [
    "COMPARED",
    "RESULTS",
    "ROLES",
    "BuiltUnit",
    "BuiltUnits",
    "County",
    "CountyRun",
    "Drawn",
    "LastRun",
    "Overview",
    "SheetOfRows",
    "Told",
    "UnitFolder",
    "chases_of",
    "check_county",
    "compare",
    "county_settings",
    "draw",
    "find_county",
    "format_comparison_json",
    "format_comparison_text",
    "format_overview",
    "in_county",
    "in_unit",
    "lacks_of",
    "last_run_of",
    "load_ladder",
    "load_offices",
    "make_overview",
    "merge_copies",
    "merge_counties",
    "of_unit",
    "read_inspections",
    "readable_units",
    "record_inspection",
    "size_of",
    "standings",
    "unit_of_issuer",
    "write_book",
    "write_chases",
    "write_comparison",
    "write_overview",
    "write_roster",
    "write_sample",
]

_MODULES = {
    "BuiltUnit": "built",
    "BuiltUnits": "built",
    "SheetOfRows": "sheets",
    "write_book": "sheets",
    "COMPARED": "comparison",
    "County": "units",
    "CountyRun": "checking",
    "Drawn": "sample_sheets",
    "LastRun": "overview",
    "Overview": "overview",
    "RESULTS": "inspection",
    "ROLES": "pairing",
    "Told": "merge_values",
    "UnitFolder": "units",
    "chases_of": "chase",
    "check_county": "checking",
    "compare": "pairing",
    "draw": "sample",
    "county_settings": "units",
    "find_county": "units",
    "unit_of_issuer": "units",
    "format_comparison_json": "comparison",
    "format_comparison_text": "comparison",
    "format_overview": "overview_page",
    "in_county": "units",
    "in_unit": "units",
    "lacks_of": "chase",
    "last_run_of": "overview",
    "load_ladder": "inspection",
    "load_offices": "offices",
    "make_overview": "overview",
    "merge_copies": "merge",
    "merge_counties": "merge",
    "of_unit": "checking",
    "read_inspections": "inspection",
    "readable_units": "units",
    "record_inspection": "inspection",
    "size_of": "sample",
    "standings": "inspection",
    "write_chases": "chase",
    "write_comparison": "comparison_book",
    "write_overview": "overview_page",
    "write_roster": "comparison_book",
    "write_sample": "sample_sheets",
}
__getattr__ = opens_late(__name__, _MODULES)
