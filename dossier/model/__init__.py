"""The nouns: frozen values that the rooms hand to each other. No I/O, no logic beyond properties.

Units: pt (1/72 inch) for lengths on a page, origin at the upper left; degrees clockwise for turns;
pages are numbered from 1 everywhere. Paths inside a case are relative to the case folder, with `/`, NFC.
"""

from __future__ import annotations

from dossier.model.changes import Change, Command
from dossier.model.decisions import Acceptance, Confirmation, Decisions, PartDecision, Waiver
from dossier.model.evidence import (
    EvidenceFile,
    LikePhotographs,
    PageFact,
    PageReading,
    Photograph,
    Picture,
    Problem,
    Seal,
    SignaturePlace,
    TextLine,
)
from dossier.model.facts import DATE_FIELDS, FACT_FIELDS, Fact, Facts, Heard, Other, RecordedVisit, Said, Source
from dossier.model.finding import Finding, Severity
from dossier.model.inspection import Inspection, SchoolStanding
from dossier.model.labels import FormLabels, FormPaper, FormValues
from dossier.model.lists import ChildList, Comparison, Difference, Likeness, ListColumn, ListedChild, NameSpelling
from dossier.model.memory import Memory, NoMemory
from dossier.model.plan import A4_PT, Item, Outcome, OwnPages, Placed, Plan, PlanPart, PlanRow, Sheet, Side
from dossier.model.printing import LABEL_FIELDS, ORDERS, LabelRow, LabelTexts, PrintSettings, Sides, Turn
from dossier.model.review import Basis, CaseStatus, Check, Part, RequirementReview, RequirementStatus, Review, Unit
from dossier.model.roster import Guardian, Student, Visit
from dossier.model.specs import (
    AgeRule,
    AnnexNeeds,
    CategorySpec,
    Condition,
    JointVisits,
    PaperType,
    Requirement,
    Serving,
    Specs,
    Subtype,
    Thresholds,
)
from dossier.model.workspace import Case, RosterColumn, RosterHeader, Settings, Workspace

__all__ = [
    "A4_PT",
    "DATE_FIELDS",
    "FACT_FIELDS",
    "LABEL_FIELDS",
    "ORDERS",
    "Acceptance",
    "AgeRule",
    "AnnexNeeds",
    "Basis",
    "Case",
    "CaseStatus",
    "CategorySpec",
    "Change",
    "Check",
    "ChildList",
    "Command",
    "Comparison",
    "Condition",
    "Confirmation",
    "Decisions",
    "Difference",
    "EvidenceFile",
    "Fact",
    "Facts",
    "Finding",
    "FormLabels",
    "FormPaper",
    "FormValues",
    "Guardian",
    "Heard",
    "Inspection",
    "Item",
    "JointVisits",
    "LabelRow",
    "LabelTexts",
    "LikePhotographs",
    "Likeness",
    "ListColumn",
    "ListedChild",
    "Memory",
    "NameSpelling",
    "NoMemory",
    "Other",
    "Outcome",
    "OwnPages",
    "PageFact",
    "PageReading",
    "PaperType",
    "Part",
    "PartDecision",
    "Photograph",
    "Picture",
    "Placed",
    "Plan",
    "PlanPart",
    "PlanRow",
    "PrintSettings",
    "Problem",
    "RecordedVisit",
    "Requirement",
    "RequirementReview",
    "RequirementStatus",
    "Review",
    "RosterColumn",
    "RosterHeader",
    "Said",
    "SchoolStanding",
    "Seal",
    "Serving",
    "Settings",
    "Severity",
    "Sheet",
    "Side",
    "Sides",
    "SignaturePlace",
    "Source",
    "Specs",
    "Student",
    "Subtype",
    "TextLine",
    "Thresholds",
    "Turn",
    "Unit",
    "Visit",
    "Waiver",
    "Workspace",
]
