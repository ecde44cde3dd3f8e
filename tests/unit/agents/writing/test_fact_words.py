"""A fact in a model's own words is told as the phrases tell it, or not at all."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.agents.writing.fact_words import FactWords
from fitnesscrm_desktop.agents.writing.phrases import by_lot, joined
from fitnesscrm_desktop.models.values import DraftKind, Tone
from tests.support.fact_sheets import EVERY_BOOK, LANGUAGES, a_sheet, a_wording

REMINDER, ENDING, WELCOME, CHANGE, MILESTONE, WIN_BACK = (
    DraftKind.PAYMENT_REMINDER,
    DraftKind.MEMBERSHIP_ENDING,
    DraftKind.WELCOME,
    DraftKind.SESSION_CHANGE,
    DraftKind.MILESTONE,
    DraftKind.WIN_BACK,
)


def misused(kind: DraftKind, language: str, text: str) -> list[str]:
    wording = a_wording(a_sheet(kind, language))
    words = FactWords(tuple(phrase for choice in wording.choices for phrase in choice.phrases))
    return [each.text for each in words.misused(text)]


@pytest.mark.parametrize(
    ("kind", "language", "lie"),
    [
        (REMINDER, "en", "You still owe us [[account.days_overdue]] payments."),
        (REMINDER, "en", "You get [[account.oldest_due]] back."),
        (REMINDER, "de", "Der Beitrag ist [[account.oldest_due]] im Monat."),
        (MILESTONE, "en", "You lost [[visit.count]] kilos."),
        (MILESTONE, "en", "You have reached [[visit.count]] years."),
        (ENDING, "de", "Bitte zahl bis [[membership.ends_on]]."),
        (ENDING, "en", "Your membership does not end on [[membership.ends_on]]."),
        (WELCOME, "en", "You have been away since [[membership.starts_on]]."),
        (CHANGE, "en", "[[given.session]] moves from [[given.new_time]] to [[given.old_time]]."),
        (CHANGE, "en", "It is now [[given.old_time]] instead of [[given.new_time]]."),
        (CHANGE, "de", "Statt [[given.new_time]] ist es jetzt [[given.old_time]]."),
        (CHANGE, "de", "Die neue Zeit ist [[given.old_time]]."),
        (REMINDER, "en", "[[account.oldest_due]] has reached us, thank you."),
        (REMINDER, "de", "[[account.oldest_due]] sind bei uns angekommen."),
        (REMINDER, "en", "[[account.oldest_due]] and also [[account.oldest_due]] is outstanding."),
        (REMINDER, "en", "It was due on [[account.oldest_due_on]], [[account.oldest_due_on]]."),
        (REMINDER, "en", "Thank you for [[account.oldest_due]]."),
        (REMINDER, "en", "[[account.oldest_due]] is now here with us."),
        (REMINDER, "en", "[[account.oldest_due]] is outstanding on our account."),
        (REMINDER, "de", "[[account.oldest_due]] sind dir noch offen."),
        (WIN_BACK, "de", "Seit [[visit.days_since|Tag|Tagen]] warst du hier."),
        (WIN_BACK, "en", "Your visit is on [[visit.last_on]]."),
        (WIN_BACK, "en", "We have seen you since [[visit.last_on]]."),
        (WIN_BACK, "de", "Seit dem [[visit.last_on]] haben wir dich gesehen."),
        (MILESTONE, "en", "That was our [[visit.count|ordinal]] visit."),
        (
            MILESTONE,
            "en",
            "You have made your [[visit.count|ordinal]] and your [[visit.count|ordinal]] visit.",
        ),
    ],
)
def test_a_true_fact_in_an_untrue_sentence_is_refused(kind: DraftKind, language: str, lie: str) -> None:
    assert misused(kind, language, f"Anna, this is good. {lie}")


@pytest.mark.parametrize(
    ("kind", "language", "said"),
    [
        (REMINDER, "en", "[[account.oldest_due]] is still outstanding, [[recipient.first_name]]."),
        (REMINDER, "de", "[[account.oldest_due]] sind seit dem [[account.oldest_due_on]] offen."),
        (MILESTONE, "en", "[[visit.count|ordinal]] visit! Thank you, [[client.first_name]]."),
        (MILESTONE, "en", "You have reached [[visit.count]] visits."),
        (ENDING, "en", "Your [[membership.plan]] membership ends on [[membership.ends_on]]."),
        (WELCOME, "de", "Dein Tarif ist [[membership.plan]]."),
        (CHANGE, "en", "There is a new time: [[given.new_time]] instead of [[given.old_time]]."),
        (
            CHANGE,
            "en",
            "We have had to move [[given.session]] from [[given.old_time]] to [[given.new_time]].",
        ),
        (CHANGE, "de", "Statt [[given.old_time]] ist es jetzt [[given.new_time]]."),
        (REMINDER, "en", "[[account.oldest_due]] has not reached us yet."),
        (REMINDER, "de", "[[account.oldest_due]] sind noch nicht bei uns angekommen."),
        (WIN_BACK, "en", "It has been [[visit.days_since|day|days]] since your last visit."),
        (ENDING, "en", "In [[membership.days_left|day|days]] your membership ends."),
        (WIN_BACK, "de", "Du fehlst uns seit [[visit.days_since|Tag|Tagen]]."),
        (CHANGE, "en", "[[given.session]], your [[given.session]], is now [[given.new_time]]."),
        (DraftKind.BIRTHDAY, "en", "Everybody at [[studio.name]] sends cake, or call [[studio.phone]]."),
        (DraftKind.FREE, "en", "Please bring a towel on [[given.w1]]."),
    ],
)
def test_the_words_of_the_phrases_are_free(kind: DraftKind, language: str, said: str) -> None:
    assert not misused(kind, language, said)


@pytest.mark.parametrize(("kind", "tone"), EVERY_BOOK)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about_other", [False, True])
def test_the_phrases_themselves_pass(
    kind: DraftKind, tone: Tone, language: str, *, about_other: bool
) -> None:
    wording = a_wording(a_sheet(kind, language, about_other=about_other), tone)
    words = FactWords(tuple(phrase for choice in wording.choices for phrase in choice.phrases))
    for seed in range(10):
        said = joined(wording.drawn(by_lot(str(seed))))
        assert not [each.text for each in words.misused(said)]
