"""What is kept as records (`committee.record_ports`): each type's name in the database."""

from typing import Any

from committee.assessments import Assessment
from committee.briefings import Briefing, BriefingRound, NoBriefing
from committee.capacity import CapacityAnswer, CapacityRequest
from committee.case_records import Anchoring, CaseVersion, Decision, Draft, ProgressReport, Question
from committee.copies import CaseCopy
from committee.deputies import DeputyCall
from committee.digests import RegionDigest
from committee.gains import Measurement, PlannedGain
from committee.hearings import Asked, CaseInput, Hearing
from committee.introductions import Introduction, IntroductionSteps
from committee.needs import Need, NeedAnswer, NeedCall
from committee.plan_follow_ups import PlanFollowUp
from committee.preferences import Preference, PreferenceBallot
from committee.procedures import Procedure
from committee.recusals import Recusal
from committee.referrals import Referral, Sending
from committee.remarks import Remark
from committee.reviews import Review, Significance
from committee.setups import Setup, TeamMet
from committee.spaces import ChannelBinding, ChannelReport, ChannelWish
from committee.strategy import Adoption
from committee.urgency import BoardChoice, ExtraMeeting, UrgencyRequest

#: A name once used is never given to another type.
RECORDS: dict[type[Any], str] = {
    Procedure: "procedure",
    DeputyCall: "deputy_call",
    Recusal: "recusal",
    Preference: "preference",
    Remark: "remark",
    Need: "need",
    NeedCall: "need_call",
    NeedAnswer: "need_answer",
    PlanFollowUp: "plan_follow_up",
    RegionDigest: "region_digest",
    Briefing: "briefing",
    NoBriefing: "no_briefing",
    BriefingRound: "briefing_round",
    PlannedGain: "planned_gain",
    Measurement: "measurement",
    CapacityRequest: "capacity_request",
    CapacityAnswer: "capacity_answer",
    Introduction: "introduction",
    IntroductionSteps: "introduction_steps",
    Adoption: "strategy_adoption",
    ChannelBinding: "channel_binding",
    ChannelWish: "channel_wish",
    ChannelReport: "channel_report",
    Setup: "setup",
    TeamMet: "team_met",
    Assessment: "assessment",
    PreferenceBallot: "preference_ballot",
    UrgencyRequest: "urgency_request",
    ExtraMeeting: "extra_meeting",
    BoardChoice: "board_choice",
    Draft: "draft",
    CaseVersion: "case_version",
    Decision: "decision",
    Question: "case_question",
    ProgressReport: "progress_report",
    Anchoring: "anchoring",
    Referral: "referral",
    Sending: "sending",
    Hearing: "hearing",
    Asked: "hearing_asked",
    CaseInput: "case_input",
    CaseCopy: "case_copy",
    Review: "review",
    Significance: "significance",
}
