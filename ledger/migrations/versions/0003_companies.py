"""Which company a lead is of, to be found without reading every form, and whose turn it is (0003)."""

import sqlalchemy as sa
from alembic import op

from domain.lead.company import company_of
from domain.lead.form import LeadForm

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS = ("company_domain", "company_key")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("leads", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    _read_forms()
    for name in _COLUMNS:
        op.create_index(op.f(f"ix_leads_{name}_disposition_owner"), "leads", [name, "disposition", "owner"])
    op.create_index(op.f("ix_assignments_at"), "assignments", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_assignments_at"), "assignments")
    for name in reversed(_COLUMNS):
        op.drop_index(op.f(f"ix_leads_{name}_disposition_owner"), "leads")
        op.drop_column("leads", name)


def _read_forms() -> None:
    """Of open leads only: nobody asks for the company of one that has ended."""
    leads = sa.table("leads", sa.column("lead_id"), sa.column("form", sa.JSON), sa.column("disposition"),
                     *(sa.column(name) for name in _COLUMNS))  # fmt: skip
    connection = op.get_bind()
    for row in connection.execute(sa.select(leads.c.lead_id, leads.c.form).where(leads.c.disposition.is_(None))).all():
        # By today's rule on purpose: the columns hold what that rule says, not what it said once.
        company = company_of(LeadForm.model_validate(row.form))
        values = {"company_domain": company.domain, "company_key": company.name}
        connection.execute(sa.update(leads).where(leads.c.lead_id == row.lead_id).values(**values))
