"""The works that use a resource are found in the index alone."""
from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

HIDUP = sa.text('sampah_id IS NULL')


def upgrade():
    op.create_index('ix_komponen_pemakai', 'komponen', ['harga_item_id', 'pekerjaan_id'], postgresql_where=HIDUP)
    op.drop_index('ix_komponen_harga_item', table_name='komponen')


def downgrade():
    op.create_index('ix_komponen_harga_item', 'komponen', ['harga_item_id'], postgresql_where=HIDUP)
    op.drop_index('ix_komponen_pemakai', table_name='komponen')
