"""The table of a lead's fields that docs/fields.md holds, made from the form; `make docs` writes it."""

import sys

from domain.lead.field import LeadField, Of
from domain.lead.form import FIELDS
from domain.terms.conditions import FIELD_NAMES

HEAD = """\
# Fields of a lead

What a form, an import or a CRM may say of a lead. Everything is optional, but for one way to be reached. A column of a
file is named like the field (`consent.sms`, `attributes.plan` and `attributes.postal_address` with a dot inside). This
table is written by `make docs` from `domain/lead/form.py` and `domain/lead/traits.py`.

The last column says what a further form of the same person does while the lead is open. *Fills in* means where the
field was empty; of the place and the company only when both forms mean the same one.

| field | what it holds | conditions may ask for it | messages quote it as | asked for as | a further form |
|---|---|---|---|---|---|
"""

FURTHER = {
    Of.PERSON: "fills in",
    Of.PLACE: "fills in, in the same country",
    Of.COMPANY: "fills in, of the same company",
    Of.REQUEST: "replaces it",
    Of.OWN_RULE: "see [who comes back](marketing-ops.md#who-comes-back)",
}


def fields_table() -> str:
    """The whole page."""
    return HEAD + "".join(_row(name, field) for name, field in FIELDS.items())


def _row(name: str, field: LeadField) -> str:
    cells = (
        f"`{name}`",
        field.holds,
        "yes" if name in FIELD_NAMES else "",
        f"`lead.{name}`" if field.sample else "",
        field.question.words if field.question else "",
        FURTHER[field.of],
    )
    return f"| {' | '.join(cells)} |\n".replace("  ", " ")


if __name__ == "__main__":
    sys.stdout.write(fields_table())
