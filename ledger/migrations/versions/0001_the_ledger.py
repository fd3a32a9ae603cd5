"""The ledger as 0.2.0 begins it (0001); from here on migrations only add."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_cursors()
    _create_leads()
    _index_leads()
    _create_playbooks()
    _create_unmatched_mails()
    _create_alerts()
    _create_assignments()
    _create_entries()
    _create_facts()
    _create_forms()
    _create_idempotency_keys()
    _create_interests()
    _create_paused_reps()
    _create_promises()
    _create_signals()
    _create_suppressions()
    _create_tasks()
    _create_touches()


def downgrade() -> None:
    op.drop_table("touches")
    op.drop_table("tasks")
    op.drop_table("suppressions")
    op.drop_table("signals")
    op.drop_table("promises")
    op.drop_table("paused_reps")
    op.drop_table("interests")
    op.drop_table("idempotency_keys")
    op.drop_table("forms")
    op.drop_table("facts")
    op.drop_table("entries")
    op.drop_table("assignments")
    op.drop_table("alerts")
    op.drop_table("unmatched_mails")
    op.drop_table("playbooks")
    op.drop_table("leads")
    op.drop_table("cursors")


def _create_cursors() -> None:
    op.create_table(
        "cursors",
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_cursors")),
    )


def _create_leads() -> None:
    op.create_table(
        "leads",
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("email_key", sa.Text(), server_default="", nullable=False),
        sa.Column("phone_key", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("company", sa.Text(), server_default="", nullable=False),
        sa.Column("company_domain", sa.Text(), server_default="", nullable=False),
        sa.Column("company_key", sa.Text(), server_default="", nullable=False),
        sa.Column("industry_key", sa.Text(), server_default="", nullable=False),
        sa.Column("search_text", sa.Text(), server_default="", nullable=False),
        sa.Column("direction", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("intent", sa.Text(), server_default="", nullable=False),
        sa.Column("zones", sa.JSON(), nullable=False),
        sa.Column("playbook", sa.Text(), server_default="", nullable=False),
        sa.Column("previous_lead_id", sa.String(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run", sa.Integer(), server_default="1", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="-1", nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.Text(), server_default="", nullable=False),
        sa.Column("qualification", sa.Text(), server_default="", nullable=False),
        sa.Column("rule", sa.Text(), server_default="", nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("cadence", sa.Text(), server_default="", nullable=False),
        sa.Column("cadence_version", sa.Text(), server_default="", nullable=False),
        sa.Column("is_paused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("dead", sa.JSON(), nullable=False),
        sa.Column("next_what", sa.Text(), server_default="", nullable=False),
        sa.Column("next_key", sa.Text(), server_default="", nullable=False),
        sa.Column("next_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disposition", sa.String(), nullable=True),
        sa.Column("ending", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["previous_lead_id"], ["leads.lead_id"], name=op.f("fk_leads_previous_lead_id_leads")),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_leads")),
    )


def _index_leads() -> None:
    op.create_index(op.f("ix_leads_arrived_at_lead_id"), "leads", ["arrived_at", "lead_id"])
    op.create_index(
        op.f("ix_leads_company_domain_disposition_owner"), "leads", ["company_domain", "disposition", "owner"]
    )
    op.create_index(op.f("ix_leads_company_key_disposition_owner"), "leads", ["company_key", "disposition", "owner"])
    op.create_index(op.f("ix_leads_disposition_next_due_at"), "leads", ["disposition", "next_due_at"])
    op.create_index(op.f("ix_leads_disposition_owner"), "leads", ["disposition", "owner"])
    op.create_index(op.f("ix_leads_email_key"), "leads", ["email_key"])
    op.create_index(op.f("ix_leads_industry_key_arrived_at"), "leads", ["industry_key", "arrived_at"])
    op.create_index(op.f("ix_leads_phone_key"), "leads", ["phone_key"])
    op.create_index(op.f("ix_leads_started_at_arrived_at"), "leads", ["started_at", "arrived_at"])


def _create_playbooks() -> None:
    op.create_table(
        "playbooks",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_playbooks")),
    )


def _create_unmatched_mails() -> None:
    op.create_table(
        "unmatched_mails",
        sa.Column("raw_sha256", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("message_id", sa.Text(), server_default="", nullable=False),
        sa.Column("sender", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("raw_sha256", name=op.f("pk_unmatched_mails")),
    )
    op.create_index(op.f("ix_unmatched_mails_received_at"), "unmatched_mails", ["received_at"])


def _create_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("alert_id", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("told", sa.Text(), server_default="", nullable=False),
        sa.Column("owed", sa.Text(), server_default="", nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_alerts_lead_id_leads")),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_alerts")),
    )
    op.create_index(op.f("ix_alerts_acknowledged_at_to"), "alerts", ["acknowledged_at", "to"])
    op.create_index(op.f("ix_alerts_lead_id"), "alerts", ["lead_id"])
    op.create_index(op.f("ix_alerts_tried_at"), "alerts", ["tried_at"])


def _create_assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("is_fallback", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_assignments_lead_id_leads")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_at"), "assignments", ["at"])
    op.create_index(op.f("ix_assignments_lead_id"), "assignments", ["lead_id"])


def _create_entries() -> None:
    op.create_table(
        "entries",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("what", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_entries_lead_id_leads")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_entries")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_entries_entry_id")),
    )
    op.create_index(op.f("ix_entries_lead_id_at"), "entries", ["lead_id", "at"])


def _create_facts() -> None:
    op.create_table(
        "facts",
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("by", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_facts_lead_id_leads")),
        sa.PrimaryKeyConstraint("fact_id", name=op.f("pk_facts")),
    )
    op.create_index(op.f("ix_facts_lead_id_state"), "facts", ["lead_id", "state"])
    op.create_index(op.f("ix_facts_state_next_try_at"), "facts", ["state", "next_try_at"])


def _create_forms() -> None:
    op.create_table(
        "forms",
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_forms_lead_id_leads")),
        sa.PrimaryKeyConstraint("form_key", name=op.f("pk_forms")),
    )
    op.create_index(op.f("ix_forms_lead_id"), "forms", ["lead_id"])


def _create_idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body_key", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_idempotency_keys_lead_id_leads")),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_idempotency_keys")),
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
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_interests_lead_id_leads")),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_interests")),
    )
    op.create_index(op.f("ix_interests_fades_at"), "interests", ["fades_at"])


def _create_paused_reps() -> None:
    op.create_table(
        "paused_reps",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_paused_reps_lead_id_leads")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_paused_reps")),
    )


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
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_promises_lead_id_leads")),
        sa.PrimaryKeyConstraint("promise_id", name=op.f("pk_promises")),
    )
    op.create_index(op.f("ix_promises_lead_id"), "promises", ["lead_id"])
    op.create_index(op.f("ix_promises_since"), "promises", ["since"])
    op.create_index(op.f("ix_promises_state_due_at"), "promises", ["state", "due_at"])


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
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_signals_lead_id_leads")),
        sa.PrimaryKeyConstraint("signal_id", name=op.f("pk_signals")),
    )
    op.create_index(op.f("ix_signals_lead_id_at"), "signals", ["lead_id", "at"])


def _create_suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_suppressions_lead_id_leads")),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_suppressions")),
    )
    op.create_index(op.f("ix_suppressions_value"), "suppressions", ["value"])


def _create_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("touch_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("script", sa.Text(), server_default="", nullable=False),
        sa.Column("voicemail", sa.Text(), server_default="", nullable=False),
        sa.Column("cadence", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_tasks_lead_id_leads")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_tasks")),
    )
    op.create_index(op.f("ix_tasks_lead_id_state"), "tasks", ["lead_id", "state"])
    op.create_index(op.f("ix_tasks_state_assignee"), "tasks", ["state", "assignee"])


def _create_touches() -> None:
    op.create_table(
        "touches",
        sa.Column("send_id", sa.String(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("touch_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("cadence_version", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("body_sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("message_id", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("provider_id", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("sending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_touches_lead_id_leads")),
        sa.PrimaryKeyConstraint("send_id", name=op.f("pk_touches")),
    )
    op.create_index(op.f("ix_touches_lead_id_run"), "touches", ["lead_id", "run"])
    op.create_index(op.f("ix_touches_message_id"), "touches", ["message_id"])
