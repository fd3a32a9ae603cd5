"""Which field an error is of."""

from api.edge.field_errors import pointer_to


def test_a_pointer_escapes_what_json_pointer_reserves() -> None:
    """RFC 6901: tilde and slash inside a name."""
    assert pointer_to(["attributes", "a/b~c", 0]) == "#/attributes/a~1b~0c/0"
