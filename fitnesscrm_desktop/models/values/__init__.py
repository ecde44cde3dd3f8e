"""Enums and value types that every layer may use."""

from fitnesscrm_desktop.models.values.assistant import DraftKind, FactForm, RunVerdict, Tone
from fitnesscrm_desktop.models.values.automation import Audience, JobResult, MatchState, RuleAction, Trigger
from fitnesscrm_desktop.models.values.client import ConsentKind, CustomFieldKind
from fitnesscrm_desktop.models.values.door import CheckInReason, Cure, Verdict
from fitnesscrm_desktop.models.values.files import FileCategory, Pose
from fitnesscrm_desktop.models.values.forms import FormAudience, FormKind, FormSigner, FormState, QuestionKind
from fitnesscrm_desktop.models.values.membership import (
    CancelReason,
    ClientStage,
    FactKind,
    MembershipState,
    Period,
    PlanKind,
    StageReason,
)
from fitnesscrm_desktop.models.values.message import (
    Channel,
    MailSecurity,
    MessageState,
    Purpose,
    Receipt,
    RecipientKind,
)
from fitnesscrm_desktop.models.values.money import MAX_AMOUNT, ChargeKind, Money, PaymentMethod
from fitnesscrm_desktop.models.values.progress import (
    ActivityLevel,
    Better,
    GoalDirection,
    GoalState,
    InjuryKind,
    Method,
    PhaseKind,
    Quantity,
    ReportState,
    Sex,
    UnitSystem,
)
from fitnesscrm_desktop.models.values.staff import Permission, Role

__all__ = [
    "MAX_AMOUNT",
    "ActivityLevel",
    "Audience",
    "Better",
    "CancelReason",
    "Channel",
    "ChargeKind",
    "CheckInReason",
    "ClientStage",
    "ConsentKind",
    "Cure",
    "CustomFieldKind",
    "DraftKind",
    "FactForm",
    "FactKind",
    "FileCategory",
    "FormAudience",
    "FormKind",
    "FormSigner",
    "FormState",
    "GoalDirection",
    "GoalState",
    "InjuryKind",
    "JobResult",
    "MailSecurity",
    "MatchState",
    "MembershipState",
    "MessageState",
    "Method",
    "Money",
    "PaymentMethod",
    "Period",
    "Permission",
    "PhaseKind",
    "PlanKind",
    "Pose",
    "Purpose",
    "Quantity",
    "QuestionKind",
    "Receipt",
    "RecipientKind",
    "ReportState",
    "Role",
    "RuleAction",
    "RunVerdict",
    "Sex",
    "StageReason",
    "Tone",
    "Trigger",
    "UnitSystem",
    "Verdict",
]
