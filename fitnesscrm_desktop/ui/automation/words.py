"""A rule as a sentence, and everything else the pages of rules call by a name."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Audience, Channel, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.results import RuleDraft, RuleRow
from fitnesscrm_desktop.ui.automation.condition_words import Names, condition_text
from fitnesscrm_desktop.ui.core.formats import Formats

Whom = Audience | Role


def tr(text: str) -> str:
    """*text* in the language of the person."""
    return QCoreApplication.translate("Rules", text)


def counted(text: str, count: int) -> str:
    """*text* in the form its language has for *count*, which stands for ``%n``."""
    return QCoreApplication.translate("Rules", text, "", count).replace("%n", str(count))


def sentence(row: RuleRow, formats: Formats) -> str:
    """Such as: When a membership ends in 7 days, e-mail the client “See you”, if the plan is Gold."""
    return draft_sentence(row.draft, row.names, formats, row.template_name)


def draft_sentence(draft: RuleDraft, names: Names, formats: Formats, words: str = "") -> str:
    """The same of a rule that is still being written; *words* is what the template is called."""
    when, do = when_text(draft.trigger, draft.days), do_text(draft)
    if words and draft.template_id is not None:
        do = tr("{do} “{words}”").format(do=do, words=words)
    only_if = condition_text(draft.conditions, names, formats)
    if only_if:
        return tr("{when}, {do}, if {condition}.").format(when=when, do=do, condition=only_if)
    return tr("{when}, {do}.").format(when=when, do=do)


def when_text(trigger: Trigger, n: int) -> str:
    """What a rule waits for."""
    plain = {
        Trigger.CLIENT_CREATED: tr("When a client is added"),
        Trigger.VISIT: tr("When a client comes in"),
        Trigger.PAYMENT: tr("When a payment is taken"),
        Trigger.REFUND: tr("When a payment is given back"),
        Trigger.MEMBERSHIP_SOLD: tr("When a membership is sold"),
        Trigger.MEMBERSHIP_ENDING: tr("On the last day of a membership"),
        Trigger.MEMBERSHIP_ENDED: tr("When a membership has ended"),
        Trigger.MEMBERSHIP_FROZEN: tr("When a membership is frozen"),
        Trigger.MEMBERSHIP_RETURNED: tr("When a freeze is over"),
        Trigger.DUE_SOON: tr("When something is due today"),
        Trigger.OVERDUE: tr("When something is overdue"),
        Trigger.BIRTHDAY: tr("On a client’s birthday"),
        Trigger.INACTIVITY: tr("When a client stays away longer than usual"),
        Trigger.VISITS_REACHED: tr("When a client reaches a number of visits"),
        Trigger.ANNIVERSARY: tr("When a client has been a member for some years"),
        Trigger.GOAL_REACHED: tr("When a client reaches a goal"),
    }
    if n == 1:
        return _when_one().get(trigger, plain[trigger])
    return _when_many(trigger, n) or plain[trigger] if n else plain[trigger]


def _when_one() -> dict[Trigger, str]:
    return {
        Trigger.MEMBERSHIP_ENDING: tr("When a membership ends tomorrow"),
        Trigger.MEMBERSHIP_ENDED: tr("When a membership ended yesterday"),
        Trigger.DUE_SOON: tr("When something is due tomorrow"),
        Trigger.OVERDUE: tr("When something has been overdue for a day"),
        Trigger.INACTIVITY: tr("When a client stays away a day longer than usual"),
        Trigger.VISITS_REACHED: tr("On a client’s first visit"),
        Trigger.ANNIVERSARY: tr("When a client has been a member for a year"),
    }


def _when_many(trigger: Trigger, n: int) -> str:
    return {
        Trigger.MEMBERSHIP_ENDING: counted("When a membership ends in %n days", n),
        Trigger.MEMBERSHIP_ENDED: counted("When a membership ended %n days ago", n),
        Trigger.DUE_SOON: counted("When something is due in %n days", n),
        Trigger.OVERDUE: counted("When something has been overdue for %n days", n),
        Trigger.INACTIVITY: counted("When a client stays away %n days longer than usual", n),
        Trigger.VISITS_REACHED: counted("On a client’s visit number %n", n),
        Trigger.ANNIVERSARY: counted("When a client has been a member for %n years", n),
    }.get(trigger, "")


def do_text(draft: RuleDraft) -> str:
    """What a rule does, and to whom."""
    if draft.action is RuleAction.TASK:
        return _task_text(draft)
    whom: Whom = draft.audience
    if draft.audience is Audience.STAFF and draft.audience_role is not None:
        whom = draft.audience_role
    return {
        RuleAction.EMAIL: _email_texts,
        RuleAction.SMS: _sms_texts,
        RuleAction.LETTER: _letter_texts,
        RuleAction.COPY: _copy_texts,
    }[draft.action]()[whom]


def _email_texts() -> dict[Whom, str]:
    return {
        Audience.CLIENT: tr("e-mail the client"),
        Audience.PAYER: tr("e-mail whoever pays for the client"),
        Audience.TRAINER: tr("e-mail the client’s trainer"),
        Audience.STAFF: tr("e-mail the staff"),
        Role.OWNER: tr("e-mail the owners"),
        Role.MANAGER: tr("e-mail the managers"),
        Role.FRONT_DESK: tr("e-mail the front desk"),
        Role.TRAINER: tr("e-mail all trainers"),
    }


def _sms_texts() -> dict[Whom, str]:
    return {
        Audience.CLIENT: tr("text the client"),
        Audience.PAYER: tr("text whoever pays for the client"),
        Audience.TRAINER: tr("text the client’s trainer"),
        Audience.STAFF: tr("text the staff"),
        Role.OWNER: tr("text the owners"),
        Role.MANAGER: tr("text the managers"),
        Role.FRONT_DESK: tr("text the front desk"),
        Role.TRAINER: tr("text all trainers"),
    }


def _letter_texts() -> dict[Whom, str]:
    nobody = tr("write a letter")
    return {
        Audience.CLIENT: tr("write a letter to the client"),
        Audience.PAYER: tr("write a letter to whoever pays for the client"),
        **dict.fromkeys((Audience.TRAINER, Audience.STAFF, *Role), nobody),
    }


def _copy_texts() -> dict[Whom, str]:
    return {
        Audience.CLIENT: tr("prepare a message to the client"),
        Audience.PAYER: tr("prepare a message to whoever pays for the client"),
        Audience.TRAINER: tr("prepare a message to the client’s trainer"),
        Audience.STAFF: tr("prepare a message to the staff"),
        Role.OWNER: tr("prepare a message to the owners"),
        Role.MANAGER: tr("prepare a message to the managers"),
        Role.FRONT_DESK: tr("prepare a message to the front desk"),
        Role.TRAINER: tr("prepare a message to all trainers"),
    }


def _task_text(draft: RuleDraft) -> str:
    if draft.audience is Audience.TRAINER:
        pattern = tr("give the client’s trainer the task “{task}”")
    else:
        pattern = {
            None: tr("give anybody the task “{task}”"),
            Role.OWNER: tr("give the owners the task “{task}”"),
            Role.MANAGER: tr("give the managers the task “{task}”"),
            Role.FRONT_DESK: tr("give the front desk the task “{task}”"),
            Role.TRAINER: tr("give the trainers the task “{task}”"),
        }[draft.audience_role]
    return pattern.format(task=draft.task_text.strip() or "…")


def trigger_name(trigger: Trigger) -> str:
    """What a rule waits for, in a list to choose from."""
    return {
        Trigger.CLIENT_CREATED: tr("A client is added"),
        Trigger.VISIT: tr("A client comes in"),
        Trigger.PAYMENT: tr("A payment is taken"),
        Trigger.REFUND: tr("A payment is given back"),
        Trigger.MEMBERSHIP_SOLD: tr("A membership is sold"),
        Trigger.MEMBERSHIP_ENDING: tr("A membership ends soon"),
        Trigger.MEMBERSHIP_ENDED: tr("A membership has ended"),
        Trigger.MEMBERSHIP_FROZEN: tr("A membership is frozen"),
        Trigger.MEMBERSHIP_RETURNED: tr("A freeze is over"),
        Trigger.DUE_SOON: tr("Something is due soon"),
        Trigger.OVERDUE: tr("Something is overdue"),
        Trigger.BIRTHDAY: tr("A client’s birthday"),
        Trigger.INACTIVITY: tr("A client stays away longer than usual"),
        Trigger.VISITS_REACHED: tr("A client reaches a number of visits"),
        Trigger.ANNIVERSARY: tr("A client has been a member for years"),
        Trigger.GOAL_REACHED: tr("A client reaches a goal"),
    }[trigger]


def number_name(trigger: Trigger) -> str:
    """What the number of a trigger counts; empty where there is none."""
    return {
        Trigger.MEMBERSHIP_ENDING: tr("Days before"),
        Trigger.MEMBERSHIP_ENDED: tr("Days after"),
        Trigger.DUE_SOON: tr("Days before"),
        Trigger.OVERDUE: tr("Days after"),
        Trigger.INACTIVITY: tr("Days longer"),
        Trigger.VISITS_REACHED: tr("Visits"),
        Trigger.ANNIVERSARY: tr("Years"),
    }.get(trigger, "")


def action_name(action: RuleAction) -> str:
    """What a rule does, in short."""
    return {
        RuleAction.EMAIL: tr("E-mail"),
        RuleAction.SMS: tr("Text message"),
        RuleAction.LETTER: tr("Letter"),
        RuleAction.COPY: tr("To copy"),
        RuleAction.TASK: tr("Task"),
    }[action]


def channel_name(channel: Channel | None) -> str:
    """How somebody is reached; None: a task."""
    return action_name(RuleAction.TASK if channel is None else RuleAction(channel.value))


def audience_name(audience: Audience) -> str:
    """Whom a rule speaks to."""
    return {
        Audience.CLIENT: tr("The client"),
        Audience.PAYER: tr("Who pays, or signs for a minor"),
        Audience.TRAINER: tr("The client’s trainer"),
        Audience.STAFF: tr("The staff"),
    }[audience]


def role_name(role: Role | None) -> str:
    """Which of the staff."""
    return {
        None: tr("Anybody"),
        Role.OWNER: tr("Owners"),
        Role.MANAGER: tr("Managers"),
        Role.FRONT_DESK: tr("Front desk"),
        Role.TRAINER: tr("Trainers"),
    }[role]


def held_text(count: int) -> str:
    """What became of the messages of a rule that was switched off; empty if it had none on the way."""
    if not count:
        return ""
    one = tr("1 message of it was on its way and waits for a yes.")
    many = tr("{count} messages of it were on their way and wait for a yes.")
    return (one if count == 1 else many).format(count=count)


def reason_text(reason: str) -> str:
    """Why somebody gets no message, as a person says it."""
    words = {
        "archived": tr("The client is in the archive"),
        "blocked": tr("The client is blocked"),
        "no_consent": tr("Has not agreed to offers and news"),
        "opted_out": tr("Does not want to be written to this way"),
        "no_address": tr("There is no address"),
        "no_guardian": tr("A minor without payer or guardian"),
        "weekly_cap": tr("Had enough messages that week"),
        "no_trainer": tr("Has no trainer"),
        "no_staff": tr("Nobody on the staff has this role"),
        "no_template": tr("The words are archived, or do not fit this channel"),
        "missing_field": tr("Something the words need is not known"),
        "too_late": tr("It was too late"),
        "settled": tr("It was settled meanwhile"),
        "merged": tr("Was written to under another record of the same person"),
        "not_responsible": tr("Somebody else has to read it by now"),
        "followed": tr("Another membership goes on after it"),
        "unmet": tr("Did not meet the conditions any more"),
        "figures_changed": tr("Something has changed meanwhile, so it waits for another yes"),
    }
    return words.get(reason, reason)


def reason_name(reason: str) -> str:
    """The same in two or three words, for a list."""
    words = {
        "archived": tr("In the archive"),
        "blocked": tr("Blocked"),
        "no_consent": tr("Has not agreed"),
        "opted_out": tr("Has opted out"),
        "no_address": tr("No address"),
        "no_guardian": tr("No guardian"),
        "weekly_cap": tr("Enough that week"),
        "no_trainer": tr("Has no trainer"),
        "no_staff": tr("Nobody to tell"),
        "no_template": tr("Words do not fit"),
        "missing_field": tr("Something is missing"),
        "too_late": tr("Too late"),
        "settled": tr("Settled"),
        "merged": tr("Written to already"),
        "not_responsible": tr("Another reader"),
        "followed": tr("Goes on"),
        "unmet": tr("Conditions not met"),
        "figures_changed": tr("Changed meanwhile"),
    }
    return words.get(reason, reason)
