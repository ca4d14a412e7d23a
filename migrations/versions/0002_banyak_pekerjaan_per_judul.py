"""A heading knows how many works it has, so that a page of the tree need not count them."""
from alembic import op
import sqlalchemy as sa

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('klasifikasi', sa.Column('banyak', sa.Integer(), server_default=sa.text('0'), nullable=False))
    op.execute("""
        UPDATE klasifikasi k SET banyak = n.banyak
        FROM (SELECT klasifikasi_id, count(*) AS banyak FROM pekerjaan WHERE sampah_id IS NULL
              GROUP BY klasifikasi_id) n
        WHERE k.id = n.klasifikasi_id
    """)
    op.create_check_constraint(op.f('ck_klasifikasi_banyak'), 'klasifikasi', 'banyak >= 0')


def downgrade():
    op.drop_column('klasifikasi', 'banyak')
