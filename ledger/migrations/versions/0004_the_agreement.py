"""What the agreement between marketing and sales needs on record: promises, answers to alerts, signals (0004)."""

import sqlalchemy as sa
from alembic import op

from domain.lead.company import company_of
from domain.lead.form import LeadForm
from domain.planning.call_times import industry_key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INDEXES = {
    "promises": (("lead_id",), ("state", "due_at"), ("since",)),
    "signals": (("lead_id", "at"),),
    "interests": (("fades_at",),),
    "alerts": (("acknowledged_at", "to"),),
    "leads": (("industry_key", "arrived_at"),),
}
_READ = {"company_domain": "domain", "company_key": "name", "industry_key": "industry"}
_TEXTS = ("told", "owed", "acknowledged_by")
_INSTANTS = ("owed_at", "acknowledged_at")


def upgrade() -> None:
    _create_promises()
    _create_set_aside()
    _create_signals()
    _create_interests()
    for name in _TEXTS:
        op.add_column("alerts", sa.Column(name, sa.Text(), server_default="", nullable=False))
    for name in _INSTANTS:
        op.add_column("alerts", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("leads", sa.Column("industry_key", sa.Text(), server_default="", nullable=False))
    _read_forms()
    for table, columns in ((table, columns) for table, each in _INDEXES.items() for columns in each):
        op.create_index(_index(table, columns), table, list(columns))


def downgrade() -> None:
    for table in ("alerts", "leads"):
        for columns in _INDEXES[table]:
            op.drop_index(_index(table, columns), table)
    op.drop_column("leads", "industry_key")
    for name in (*_TEXTS, *_INSTANTS):
        op.drop_column("alerts", name)
    for table in ("interests", "signals", "set_aside", "promises"):
        op.drop_table(table)


def _read_forms() -> None:
    """Of all leads: what those that have ended tell of their industry, and of their company, counts too."""
    leads = sa.table("leads", sa.column("lead_id"), sa.column("form", sa.JSON), *(sa.column(name) for name in _READ))
    connection = op.get_bind()
    # By today's rules on purpose: the columns hold what those say, not what they said once.
    keys = [
        {"of": row.lead_id, "domain": company.domain, "name": company.name, "industry": industry_key(form.industry)}
        for row in connection.execute(sa.select(leads.c.lead_id, leads.c.form))
        for form in [LeadForm.model_validate(row.form)]
        for company in [company_of(form)]
    ]
    if keys:
        read: dict[str, sa.BindParameter[str]] = {column: sa.bindparam(name) for column, name in _READ.items()}
        connection.execute(sa.update(leads).where(leads.c.lead_id == sa.bindparam("of")).values(read), keys)


def _of_a_lead(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f(f"fk_{table}_lead_id_leads"))


def _index(table: str, columns: tuple[str, ...]) -> str:
    return op.f(f"ix_{table}_{'_'.join(columns)}")


def _create_promises() -> None:
    op.create_table(
        "promises",
        sa.Column("promise_id", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("qualification", sa.String(), nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("within", sa.String(), nullable=False),
        sa.Column("owed", sa.Integer(), server_default="1", nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fulfilled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        _of_a_lead("promises"),
        sa.PrimaryKeyConstraint("promise_id", name=op.f("pk_promises")),
    )


def _create_set_aside() -> None:
    op.create_table(
        "set_aside",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        _of_a_lead("set_aside"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_set_aside")),
    )


def _create_signals() -> None:
    op.create_table(
        "signals",
        sa.Column("signal_id", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_human", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("send_id", sa.Text(), server_default="", nullable=False),
        _of_a_lead("signals"),
        sa.PrimaryKeyConstraint("signal_id", name=op.f("pk_signals")),
    )


def _create_interests() -> None:
    op.create_table(
        "interests",
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fades_at", sa.DateTime(timezone=True), nullable=True),
        _of_a_lead("interests"),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_interests")),
    )
