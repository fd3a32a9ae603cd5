"""Pages as templates: each value is escaped, one that is missing is an error, and all are compiled at the start."""

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.edge.static import address_of

_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("api"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals["static"] = address_of
# A template that does not compile is found by the process that starts, and not by whoever opens its page.
_TEMPLATES: Final = {name: _ENVIRONMENT.get_template(name) for name in _ENVIRONMENT.list_templates()}


def written(template: str, **values: object) -> str:
    """The page that a template of ``api/templates/`` makes of these values.

    Raises:
        KeyError: there is no such template.
        jinja2.UndefinedError: the template uses a value that is not given.
    """
    return _TEMPLATES[template].render(values)
