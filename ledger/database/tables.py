"""Every table of the ledger. Portable SQL only: the same definitions serve SQLite and PostgreSQL.

A lead's forms, touches, tasks, facts and entries are kept, never overwritten by what comes later; ``leads`` itself
holds where each stands now, so that lists need no join. Consent proofs get a table of their own beside these: nothing
here has to change for them.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from ledger.database.instants import UTCDateTime

metadata = MetaData(
    # SQLite can only alter constraints that have names, and both databases must give the same ones.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="", server_default="")


def _of_lead() -> Column[str]:
    return Column("lead_id", String, ForeignKey("leads.lead_id"), nullable=False)


leads = Table(
    "leads",
    metadata,
    Column("lead_id", String, primary_key=True),
    Column("form", JSON, nullable=False),
    Column("form_key", String, nullable=False),
    _text("email_key"),
    _text("phone_key"),
    # What lists show and search, taken out of the form; search_text is casefolded.
    _text("name"),
    _text("company"),
    # The company as domain.companies reads the form; what is not known is empty.
    _text("company_domain"),
    _text("company_key"),
    # The industry as domain.call_times reads it, to count calls by.
    _text("industry_key"),
    _text("search_text"),
    _text("direction"),
    _text("source"),
    _text("intent"),
    Column("zones", JSON, nullable=False),
    _text("playbook"),
    Column("previous_lead_id", String, ForeignKey("leads.lead_id")),
    Column("arrived_at", UTCDateTime, nullable=False),
    Column("started_at", UTCDateTime),
    # The standing, as the lead's workflow told it last; revision is -1 until it has.
    Column("run", Integer, nullable=False, default=1, server_default="1"),
    Column("revision", Integer, nullable=False, default=-1, server_default="-1"),
    Column("moved_at", UTCDateTime, nullable=False),
    _text("stage"),
    _text("qualification"),
    _text("rule"),
    _text("owner"),
    _text("cadence"),
    _text("cadence_version"),
    Column("is_paused", Boolean, nullable=False, default=False, server_default=false()),
    Column("dead", JSON, nullable=False),
    _text("next_what"),
    _text("next_key"),
    _text("next_reason"),
    Column("next_due_at", UTCDateTime),
    Column("disposition", String),
    _text("ending"),
    Column("ended_at", UTCDateTime),
    Index(None, "arrived_at", "lead_id"),
    Index(None, "email_key"),
    Index(None, "phone_key"),
    # Open leads (disposition is null) by owner: counted under a lock for each assignment.
    Index(None, "disposition", "owner"),
    # With what is asked beside the company: on it alone SQLite would rather take the index of open leads.
    Index(None, "company_domain", "disposition", "owner"),
    Index(None, "company_key", "disposition", "owner"),
    Index(None, "industry_key", "arrived_at"),
    Index(None, "disposition", "next_due_at"),
    Index(None, "started_at", "arrived_at"),
)

forms = Table(
    "forms",
    metadata,
    Column("form_key", String, primary_key=True),
    _of_lead(),
    Column("form", JSON, nullable=False),
    Column("received_at", UTCDateTime, nullable=False),
    Index(None, "lead_id"),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("scope", String, nullable=False),
    Column("key", String, nullable=False),
    Column("body_key", String, nullable=False),
    _of_lead(),
    Column("at", UTCDateTime, nullable=False),
    # What was answered, so that the same key is answered the same; empty of keys from before these columns.
    _text("why"),
    _text("reason"),
    PrimaryKeyConstraint("scope", "key"),
)

touches = Table(
    "touches",
    metadata,
    Column("send_id", String, primary_key=True),
    _of_lead(),
    Column("run", Integer, nullable=False),
    Column("key", String, nullable=False),
    Column("touch_id", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("channel", String, nullable=False),
    Column("message", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("cadence", String, nullable=False),
    Column("cadence_version", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("intent_at", UTCDateTime, nullable=False),
    Column("state", String, nullable=False),
    Column("attempt", Integer, nullable=False, default=0, server_default="0"),
    _text("body_sha256"),
    _text("message_id"),
    _text("subject"),
    _text("provider_id"),
    _text("detail"),
    Column("sending_at", UTCDateTime),
    Column("resolved_at", UTCDateTime),
    Index(None, "lead_id", "run"),
    Index(None, "message_id"),
    # None on state: nearly all touches are sent, and SQLite would choose it over the lead's own.
)

tasks = Table(
    "tasks",
    metadata,
    Column("task_id", String, primary_key=True),
    _of_lead(),
    Column("run", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("touch_id", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("assignee", String, nullable=False),
    _text("reason"),
    _text("script"),
    _text("voicemail"),
    _text("cadence"),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime),
    Column("given_at", UTCDateTime, nullable=False),
    Column("state", String, nullable=False),
    _text("outcome"),
    _text("note"),
    Column("closed_at", UTCDateTime),
    _text("closed_by"),
    Index(None, "lead_id", "state"),
    Index(None, "state", "assignee"),
)

facts = Table(
    "facts",
    metadata,
    Column("fact_id", String, primary_key=True),
    _of_lead(),
    Column("kind", String, nullable=False),
    Column("payload", JSON, nullable=False),
    _text("note"),
    _text("by"),
    Column("extra", JSON, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("recorded_at", UTCDateTime, nullable=False),
    Column("state", String, nullable=False),
    _text("answer"),
    Column("attempts", Integer, nullable=False, default=0, server_default="0"),
    Column("last_tried_at", UTCDateTime),
    Column("next_try_at", UTCDateTime, nullable=False),
    Column("delivered_at", UTCDateTime),
    Index(None, "lead_id", "state"),
    Index(None, "state", "next_try_at"),
)

entries = Table(
    "entries",
    metadata,
    # In the order of writing: tells entries of one instant apart, and where a live view has read to.
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("entry_id", String, nullable=False),
    _of_lead(),
    Column("at", UTCDateTime, nullable=False),
    Column("run", Integer, nullable=False),
    Column("kind", String, nullable=False),
    _text("key"),
    _text("what"),
    _text("reason"),
    UniqueConstraint("entry_id"),
    Index(None, "lead_id", "at"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("alert_id", String, primary_key=True),
    _of_lead(),
    Column("to", String, nullable=False),
    Column("about", String, nullable=False),
    _text("reason"),
    Column("raised_at", UTCDateTime, nullable=False),
    Column("tried_at", UTCDateTime),
    _text("detail"),
    # By which ways somebody was told: what a further attempt need not do again.
    _text("told"),
    # What is owed on the lead and by when, as the alert said it; and who acknowledged it.
    _text("owed"),
    Column("owed_at", UTCDateTime),
    Column("acknowledged_at", UTCDateTime),
    _text("acknowledged_by"),
    Index(None, "lead_id"),
    Index(None, "tried_at"),
    Index(None, "acknowledged_at", "to"),
)

promises = Table(
    "promises",
    metadata,
    Column("promise_id", String, primary_key=True),
    _of_lead(),
    Column("kind", String, nullable=False),
    Column("qualification", String, nullable=False),
    _text("owner"),
    Column("within", String, nullable=False),
    Column("owed", Integer, nullable=False, default=1, server_default="1"),
    Column("since", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime),
    Column("state", String, nullable=False),
    # When the state was reached; fulfilled_at is later if it was done after the deadline.
    Column("state_at", UTCDateTime, nullable=False),
    Column("fulfilled_at", UTCDateTime),
    # Since when what is owed is late, or will be; null where nobody is late. `domain.journey.promise.late_since`.
    Column("late_at", UTCDateTime),
    _text("reason"),
    Index(None, "lead_id"),
    Index(None, "state", "due_at"),
    Index(None, "since"),
)

paused_reps = Table(
    "paused_reps",
    metadata,
    # A rep who did not act on a lead gets no new ones until they report again.
    Column("person", String, primary_key=True),
    _of_lead(),
    Column("since", UTCDateTime, nullable=False),
    _text("reason"),
)

signals = Table(
    "signals",
    metadata,
    Column("signal_id", String, primary_key=True),
    _of_lead(),
    Column("kind", String, nullable=False),
    _text("what"),
    Column("at", UTCDateTime, nullable=False),
    Column("recorded_at", UTCDateTime, nullable=False),
    # Whether a person did it, or a link scanner, and how that was told.
    Column("is_human", Boolean, nullable=False),
    _text("why"),
    # The mail that it came out of, where that is known: links of one mail are judged together.
    _text("send_id"),
    Index(None, "lead_id", "at"),
)

interests = Table(
    "interests",
    metadata,
    Column("lead_id", String, ForeignKey("leads.lead_id"), primary_key=True),
    # As the lead's workflow was told it; empty while nothing can be said of it. The score is of the instant "at".
    Column("level", String, nullable=False),
    Column("score", Integer, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    # How often the level has changed: tells the changes apart that are told in another order.
    Column("changes", Integer, nullable=False, default=0, server_default="0"),
    # When the level changes if nothing more is heard.
    Column("fades_at", UTCDateTime),
    Index(None, "fades_at"),
)

assignments = Table(
    "assignments",
    metadata,
    Column("key", String, primary_key=True),
    _of_lead(),
    Column("owner", String, nullable=False),
    _text("reason"),
    Column("is_fallback", Boolean, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Index(None, "lead_id"),
    # Whose turn it is: the newest few, without reading the others.
    Index(None, "at"),
)

suppressions = Table(
    "suppressions",
    metadata,
    # An address of domain.channels bars the channels that go to it, person bars every channel.
    Column("kind", String, nullable=False),
    Column("value", String, nullable=False),
    Column("reason", String, nullable=False),
    _of_lead(),
    Column("at", UTCDateTime, nullable=False),
    PrimaryKeyConstraint("kind", "value"),
    Index(None, "value"),
)

playbooks = Table(
    "playbooks",
    metadata,
    Column("version", String, primary_key=True),
    Column("published_at", UTCDateTime, nullable=False),
    Column("body", JSON, nullable=False),
)

cursors = Table(
    "cursors",
    metadata,
    Column("mailbox", String, primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
)

unmatched_mails = Table(
    "unmatched_mails",
    metadata,
    Column("raw_sha256", String, primary_key=True),
    Column("received_at", UTCDateTime, nullable=False),
    Column("why", String, nullable=False),
    _text("message_id"),
    _text("sender"),
    _text("subject"),
    Index(None, "received_at"),
)
