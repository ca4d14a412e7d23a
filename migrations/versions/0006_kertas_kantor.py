"""The paper an office prints on, beside its letterhead."""
from alembic import op
import sqlalchemy as sa

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('kop', sa.Column('kertas', sa.String(length=4), nullable=True))


def downgrade():
    op.drop_column('kop', 'kertas')
