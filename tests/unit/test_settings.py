"""Settings that would be found out too late are refused at the start."""

import pytest
from pydantic import ValidationError

from domain.errors import SettingsInvalidError
from settings import Settings, read_settings


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("api_keys", "rep=a,rep=b", "a role appears twice"),
        ("api_keys", "rep", "expected role=key pairs"),
        ("mail_domain", "in.example>", "mail_domain"),
        ("mail_domain", "", "mail_domain"),
        ("slack_webhooks", "a=https://x.example,a=https://y.example", "a webhook appears twice"),
        (
            "slack_webhooks",
            "a=http://x.example/s",
            "the webhook a is not encrypted: give an https address",
        ),
        ("slack_webhooks", "a", "the webhook a has no address: write a=https://"),
        ("slack_webhooks", "a=https://[x", "the webhook a has no address"),
        ("slack_webhooks", "Hot Leads=https://x.example", "a webhook's name may only have a-z, 0-9 and -"),
        ("slack_webhooks", '{"a": ', "not valid JSON"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(name: str, value: str, message: str) -> None:
    """A key that nobody could use, or a domain that no mail could come from."""
    with pytest.raises(ValidationError, match=message):
        Settings(**{name: value})  # type: ignore[arg-type] # as the environment gives it: text


def test_a_key_may_hold_an_equals_sign() -> None:
    """Keys are often base64."""
    keys = read_settings(api_keys="rep=YQ==, ops=b").api_keys

    assert {role: key.get_secret_value() for role, key in keys.items()} == {"rep": "YQ==", "ops": "b"}


@pytest.mark.parametrize(
    "written",
    [
        "a=https://x.example/s?b=c, b=http://localhost:9/s",
        '{"a": "https://x.example/s?b=c", "b": "http://localhost:9/s"}',
    ],
)
def test_webhooks_are_pairs_or_json(written: str) -> None:
    """The addresses are secrets, and shown nowhere; on this machine they need no encryption."""
    webhooks = read_settings(slack_webhooks=written).slack_webhooks

    addresses = {name: address.get_secret_value() for name, address in webhooks.items()}
    assert addresses == {"a": "https://x.example/s?b=c", "b": "http://localhost:9/s"}
    assert "x.example" not in repr(webhooks)


@pytest.mark.parametrize("secret", ["", "laptop-only"])
def test_strangers_are_not_let_near_tokens_that_anybody_can_sign(secret: str) -> None:
    """With an empty key, whoever knows how tokens are made can opt out every lead."""
    settings = read_settings(api_bind="0.0.0.0:8070", api_keys="ops=k", token_secret=secret)

    with pytest.raises(SettingsInvalidError, match="SEVENFOLD_TOKEN_SECRET"):
        settings.refuse_open_api()


@pytest.mark.parametrize("half", [{"journal_url": "imap://j:k@mail.example"}, {"journal_address": "j@mail.example"}])
def test_half_a_journal_is_refused(half: dict[str, str]) -> None:
    """A mail without an answer would be looked up where no copy of it is, and sent a second time."""
    with pytest.raises(ValidationError, match="belong together: give both or neither"):
        Settings(**half)  # type: ignore[arg-type] # other fields than these are no texts
