"""What a sender was answered, kept with its idempotency key (0002)."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("why", "reason"):
        op.add_column("idempotency_keys", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("reason", "why"):
        op.drop_column("idempotency_keys", name)
