"""Finished files, letterheads, how documents are handed in, and what is sent by itself."""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('berkas_tugas',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('tugas_id', sa.BigInteger(), nullable=False),
    sa.Column('proyek_id', sa.BigInteger(), nullable=True),
    sa.Column('nama', sa.String(length=200), nullable=False),
    sa.Column('mime', sa.String(length=100), nullable=False),
    sa.Column('ukuran', sa.BigInteger(), nullable=False),
    sa.Column('dibuat', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('kedaluwarsa', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('ukuran >= 0', name=op.f('ck_berkas_tugas_ukuran')),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_berkas_tugas_proyek_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['tugas_id'], ['tugas.id'], name=op.f('fk_berkas_tugas_tugas_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_berkas_tugas')),
    sa.UniqueConstraint('tugas_id', name=op.f('uq_berkas_tugas_tugas_id'))
    )
    op.create_index('ix_berkas_tugas_kedaluwarsa', 'berkas_tugas', ['kedaluwarsa'], unique=False)
    op.create_index('ix_berkas_tugas_proyek', 'berkas_tugas', ['proyek_id'], unique=False)
    op.create_table('dokumen_proyek',
    sa.Column('proyek_id', sa.BigInteger(), nullable=False),
    sa.Column('kertas', sa.String(length=4), server_default='A4', nullable=False),
    sa.Column('tempat', sa.String(length=100), server_default='', nullable=False),
    sa.Column('tanggal', sa.String(length=60), server_default='', nullable=False),
    sa.Column('bundel', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_dokumen_proyek_proyek_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('proyek_id', name=op.f('pk_dokumen_proyek'))
    )
    op.create_table('jadwal_dokumen',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('proyek_id', sa.BigInteger(), nullable=False),
    sa.Column('pengguna_id', sa.BigInteger(), nullable=False),
    sa.Column('nama', sa.String(length=100), nullable=False),
    sa.Column('tiap', sa.String(length=6), nullable=False),
    sa.Column('hari', sa.SmallInteger(), nullable=False),
    sa.Column('jam', sa.SmallInteger(), nullable=False),
    sa.Column('permintaan', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('aktif', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('berikutnya', sa.DateTime(timezone=True), nullable=False),
    sa.Column('dibuat', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("(tiap = 'minggu' AND hari BETWEEN 0 AND 6) OR (tiap = 'bulan' AND hari BETWEEN 1 AND 28)", name=op.f('ck_jadwal_dokumen_hari')),
    sa.CheckConstraint("tiap IN ('minggu', 'bulan')", name=op.f('ck_jadwal_dokumen_tiap')),
    sa.CheckConstraint('jam BETWEEN 0 AND 23', name=op.f('ck_jadwal_dokumen_jam')),
    sa.ForeignKeyConstraint(['pengguna_id'], ['pengguna.id'], name=op.f('fk_jadwal_dokumen_pengguna_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_jadwal_dokumen_proyek_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jadwal_dokumen'))
    )
    op.create_index('ix_jadwal_dokumen_berikutnya', 'jadwal_dokumen', ['berikutnya'], unique=False, postgresql_where=sa.text('aktif'))
    op.create_index('ix_jadwal_dokumen_proyek', 'jadwal_dokumen', ['proyek_id'], unique=False)
    op.create_table('kop',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('pengguna_id', sa.BigInteger(), nullable=True),
    sa.Column('proyek_id', sa.BigInteger(), nullable=True),
    sa.Column('baris', postgresql.ARRAY(sa.String(length=200)), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('logo', sa.LargeBinary(), nullable=True),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint('cardinality(baris) <= 5', name=op.f('ck_kop_baris')),
    sa.CheckConstraint('num_nonnulls(pengguna_id, proyek_id) = 1', name=op.f('ck_kop_milik')),
    sa.ForeignKeyConstraint(['pengguna_id'], ['pengguna.id'], name=op.f('fk_kop_pengguna_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_kop_proyek_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kop')),
    sa.UniqueConstraint('pengguna_id', name=op.f('uq_kop_pengguna_id')),
    sa.UniqueConstraint('proyek_id', name=op.f('uq_kop_proyek_id'))
    )
    op.create_table('catatan_jadwal',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('jadwal_id', sa.BigInteger(), nullable=False),
    sa.Column('tugas_id', sa.BigInteger(), nullable=True),
    sa.Column('pada', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('pesan', sa.String(length=300), server_default='', nullable=False),
    sa.CheckConstraint("status IN ('terkirim', 'gagal', 'dilewati')", name=op.f('ck_catatan_jadwal_status')),
    sa.ForeignKeyConstraint(['jadwal_id'], ['jadwal_dokumen.id'], name=op.f('fk_catatan_jadwal_jadwal_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['tugas_id'], ['tugas.id'], name=op.f('fk_catatan_jadwal_tugas_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catatan_jadwal'))
    )
    op.create_index('ix_catatan_jadwal_jadwal', 'catatan_jadwal', ['jadwal_id', 'id'], unique=False)
    op.create_table('potong_berkas',
    sa.Column('berkas_id', sa.BigInteger(), nullable=False),
    sa.Column('urut', sa.Integer(), nullable=False),
    sa.Column('isi', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['berkas_id'], ['berkas_tugas.id'], name=op.f('fk_potong_berkas_berkas_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('berkas_id', 'urut', name=op.f('pk_potong_berkas'))
    )


def downgrade():
    op.drop_table('potong_berkas')
    op.drop_index('ix_catatan_jadwal_jadwal', table_name='catatan_jadwal')
    op.drop_table('catatan_jadwal')
    op.drop_table('kop')
    op.drop_index('ix_jadwal_dokumen_proyek', table_name='jadwal_dokumen')
    op.drop_index('ix_jadwal_dokumen_berikutnya', table_name='jadwal_dokumen', postgresql_where=sa.text('aktif'))
    op.drop_table('jadwal_dokumen')
    op.drop_table('dokumen_proyek')
    op.drop_index('ix_berkas_tugas_proyek', table_name='berkas_tugas')
    op.drop_index('ix_berkas_tugas_kedaluwarsa', table_name='berkas_tugas')
    op.drop_table('berkas_tugas')
