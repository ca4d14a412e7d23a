"""Analyses that are put away, and the few that may differ from what projects took."""
from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('ahsp_referensi', sa.Column('diarsipkan', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_ahsp_referensi_berubah', 'ahsp_referensi', ['id'], unique=False, postgresql_where=sa.text('versi > 1 AND dihapus IS NULL'))


def downgrade():
    op.drop_index('ix_ahsp_referensi_berubah', table_name='ahsp_referensi', postgresql_where=sa.text('versi > 1 AND dihapus IS NULL'))
    op.drop_column('ahsp_referensi', 'diarsipkan')
