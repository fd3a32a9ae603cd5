"""Page templates: all values are escaped, a missing value is an error, and all templates are compiled at start-up."""

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
# Compile all templates now, so that an error stops the process at start-up and not when somebody opens the page.
_TEMPLATES: Final = {name: _ENVIRONMENT.get_template(name) for name in _ENVIRONMENT.list_templates()}


def written(template: str, **values: object) -> str:
    """Render a template of ``api/templates/`` with these values.

    Raises:
        KeyError: no template has this name.
        jinja2.UndefinedError: the template uses a value that is not given.
    """
    return _TEMPLATES[template].render(values)
