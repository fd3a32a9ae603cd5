"""Our reading of the Compose specification: it takes what Compose takes, and refuses what Compose refuses."""

import pytest
from architecture.compose_file import MissingVariableError, interpolated, read
from architecture.compose_rules import ComposeFile

SERVICE = "services: {a: {image: 'x:1', %s}}\nname: n\n"


def test_variables_are_put_in() -> None:
    """The forms that the specification gives for a variable, and a dollar that is none."""
    text = "$A ${A} ${B:-b} ${C-c} ${C:-c} ${A:?why} $$A"

    assert interpolated(text, {"A": "1", "C": ""}) == "1 1 b  c 1 $A"


def test_a_lone_dollar_is_refused() -> None:
    """A dollar that starts no variable is an error there, and here."""
    with pytest.raises(ValueError, match=r"write \$\$"):
        interpolated("a $! b", {})


def test_a_required_variable_is_refused_with_its_own_words() -> None:
    """The message of the file is what the operator reads."""
    with pytest.raises(MissingVariableError, match="A: the word"):
        interpolated("${A:?the word}", {"A": ""})


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (SERVICE % "imagee: y", "imagee"),
        (SERVICE % "ports: [8070]", "string"),
        (SERVICE % "environment: {DEBUG: true}", "string"),
        (SERVICE % "restart: sometimes", "pattern"),
        (SERVICE % "stop_grace_period: 30", "string"),
        (SERVICE % "stop_grace_period: 30 seconds", "pattern"),
        (SERVICE % "healthcheck: {test: [curl, x]}", "CMD"),
        (SERVICE % "healthcheck: {interval: 5s}", "has a test"),
        (SERVICE % "volumes: ['data:/data']", "data is not declared"),
        (SERVICE % "secrets: [key]", "key is not declared"),
        (SERVICE % "depends_on: {b: {condition: service_started}}", "b, which is no service"),
        (SERVICE % "depends_on: {a: {condition: service_ready}}", "service_ready|condition"),
        (SERVICE % "depends_on: {a: {condition: service_started}}", "wait for one another"),
        (SERVICE % "depends_on: {a: {condition: service_healthy}}", "no health check"),
        (SERVICE % "restart: always, depends_on: {a: {condition: service_completed_successfully}}", "started anew"),
        (
            SERVICE % "depends_on: {b: {condition: service_started}}}, b: {image: 'x:1', profiles: [p]",
            "left out with its profile",
        ),
        ("name: n\nname: m\nservices: {}", "name stands twice"),
        ("name: Not Lower\nservices: {}", "pattern"),
    ],
)
def test_a_broken_rule_is_seen(text: str, complaint: str) -> None:
    """The models refuse what Compose would refuse, and say what is wrong."""
    with pytest.raises(ValueError, match=complaint):
        read(text, {})


def test_the_rules_allow_a_small_file() -> None:
    """What breaks no rule is taken."""
    assert isinstance(read(SERVICE % "restart: always", {}), ComposeFile)
