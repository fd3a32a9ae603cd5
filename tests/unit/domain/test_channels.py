"""The table of channels: its rows are whole, and what is read off them is what each channel needs."""

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.channels import (
    CALL_TASKS,
    CONSENTS,
    MACHINE_CHANNELS,
    OUTCOMES_OF,
    PERSON_CHANNELS,
    Address,
    AnyTask,
    Channel,
    Consent,
    Medium,
    channels_to,
    dead_with,
    of_same_address,
    task_of,
)
from domain.outcomes import Outcome, TaskKind

MAIL = {Channel.EMAIL, Channel.MANUAL_EMAIL}
PHONE = {Channel.SMS, Channel.CALL, Channel.VOICEMAIL}


@pytest.mark.parametrize("channel", list(Channel))
def test_a_row_is_whole(channel: Channel) -> None:
    """A person's channel says what its task can come to, and names a consent that a form can give."""
    way = channel.way

    assert (channel in MACHINE_CHANNELS) is not (channel in PERSON_CHANNELS)
    assert bool(way.outcomes) is (channel in PERSON_CHANNELS)
    assert way.consent in ("", *CONSENTS.values())
    assert way.consent or not way.needs_yes
    assert Channel(channel.value) is channel


def test_no_task_is_called_as_another() -> None:
    """A touch's task is called as its channel, so no other kind of task may be."""
    words = [kind.value for kind in (*Channel, *TaskKind)]

    assert len(set(words)) == len(words)


@pytest.mark.parametrize("kind", list(OUTCOMES_OF))
def test_a_task_is_found_by_its_word(kind: Channel | TaskKind) -> None:
    """As it stands in the ledger and on the wire."""
    adapter: TypeAdapter[Channel | TaskKind] = TypeAdapter(AnyTask)

    assert task_of(kind.value) is kind
    assert adapter.validate_json(adapter.dump_json(kind)) is kind


@pytest.mark.parametrize("word", ["email", "pigeon"])
def test_what_is_no_task_of_a_person_is_refused(word: str) -> None:
    """What the machine sends, and what nobody does."""
    with pytest.raises(ValidationError):
        TypeAdapter(AnyTask).validate_python(word)
    with pytest.raises(ValueError, match=word):
        task_of(word)


def test_calls_are_the_tasks_that_somebody_can_be_spoken_to_in() -> None:
    """Those of the voice channels, and the two that are no touch."""
    voice = {channel for channel in Channel if channel.way.medium is Medium.VOICE}

    assert {*voice, TaskKind.MISSING_INFORMATION, TaskKind.KICK_BACK} == CALL_TASKS
    assert all(Outcome.CONNECTED in OUTCOMES_OF[kind] for kind in CALL_TASKS)


DEAD_WITH = {
    Channel.EMAIL: MAIL,
    Channel.MANUAL_EMAIL: MAIL,
    Channel.SMS: {Channel.SMS},
    Channel.CALL: {Channel.CALL},
    Channel.VOICEMAIL: {Channel.VOICEMAIL},
    Channel.POST: {Channel.POST},
    Channel.SOCIAL: {Channel.SOCIAL},
    Channel.TASK: {Channel.TASK},
}


@pytest.mark.parametrize(("channel", "dead"), DEAD_WITH.items())
def test_what_dies_with_a_channel(channel: Channel, dead: set[Channel]) -> None:
    """Of the channels listed: all mail goes to one address; a number that takes no texts may be called."""
    assert dead_with(channel) & DEAD_WITH.keys() == dead


def test_channels_share_addresses() -> None:
    """A bad number is bad for calls and texts; what needs no address shares none."""
    assert channels_to(Address.PHONE) & DEAD_WITH.keys() == PHONE
    assert of_same_address(Channel.CALL) == channels_to(Address.PHONE)
    assert of_same_address(Channel.MANUAL_EMAIL) & DEAD_WITH.keys() == MAIL
    assert of_same_address(Channel.TASK) == {Channel.TASK}


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("said", [True, False, None])
def test_consent_of_the_rows_word_decides(channel: Channel, said: bool | None) -> None:
    """A no closes a channel; not asked leaves it open, but where a yes is needed; no other word has a say."""
    way = channel.way
    others = dict.fromkeys(set(CONSENTS.values()) - {way.consent}, not said)
    consent = Consent(**others, **({way.consent: said} if way.consent else {}))

    allowed = not way.consent or (said is True if way.needs_yes else said is not False)
    assert consent.allows(channel) is allowed


def test_the_old_shape_of_consent_is_understood() -> None:
    """Senders that know of three words only go on as they are."""
    consent = Consent.model_validate_json('{"email": true, "sms": null, "voice": false}')

    assert (consent.email, consent.sms, consent.voice, consent.social) == (True, None, False, None)
    assert consent.says_yes
    assert not Consent(voice=False).says_yes
