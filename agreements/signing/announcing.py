"""What signing tells the rest of Samverk; called once, when the app is ready."""

from agreements.texts import registry as texts
from agreements.texts.registry import ANY_AGREEMENT
from governance.documents.remarks import remark_on
from governance.documents.shapes import AgreementData
from governance.organisations import agenda as desk
from governance.organisations.kinds import AGREEING

from . import agenda, happenings, questions, remarks
from .pages import panel, standing
from .services import rounds


def announce() -> None:
    """Fill in the registries of what stands below."""
    texts.readiness("begin_signing", questions.somebody_has_signed)
    texts.readiness("note_all_signed", questions.everybody_has_signed)
    texts.readiness("object", questions.text_is_not_signed_on)
    texts.follow("lapse", rounds.stop_with_agreement)
    texts.agreement_reads(standing.reads)
    texts.agreement_panel(panel.panel)
    texts.readiness_group(panel.group)
    texts.whose_turn(panel.turn)
    texts.agreement_action(panel.actions)
    desk.duty_source(agenda.signing_duties, kinds=AGREEING, about=ANY_AGREEMENT)
    desk.duty_source(agenda.stopped_duties, kinds=AGREEING, about=ANY_AGREEMENT)
    desk.duty_source(agenda.leader_duties, kinds=AGREEING, about=ANY_AGREEMENT)
    desk.waiting_source(agenda.waitings, kinds=AGREEING, about=ANY_AGREEMENT)
    desk.deadline_source(agenda.deadlines, kinds=AGREEING, about=ANY_AGREEMENT)
    remark_on(AgreementData.KIND, "agreements.agreement", remarks.remark)
    happenings.announce()
