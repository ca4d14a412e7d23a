"""The first tables."""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    # trigram search over descriptions; unaccent for what is typed without accents
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")

    op.create_table('daftar_harga',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('nama', sa.String(length=200), nullable=False),
    sa.Column('wilayah', sa.String(length=200), nullable=False),
    sa.Column('tanggal', sa.Date(), nullable=False),
    sa.Column('sumber', sa.String(length=300), nullable=False),
    sa.Column('keterangan', sa.String(), nullable=True),
    sa.Column('dibuat', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_daftar_harga')),
    sa.UniqueConstraint('nama', name=op.f('uq_daftar_harga_nama'))
    )
    op.create_table('detak',
    sa.Column('nama', sa.String(length=40), nullable=False),
    sa.Column('pada', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('nama', name=op.f('pk_detak'))
    )
    op.create_table('edisi',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('nama', sa.String(length=200), nullable=False),
    sa.Column('nomor', sa.String(length=100), nullable=True),
    sa.Column('regulasi', sa.String(length=300), nullable=True),
    sa.Column('tahun', sa.Integer(), nullable=True),
    sa.Column('bidang', sa.String(length=100), nullable=True),
    sa.Column('keterangan', sa.String(), nullable=True),
    sa.Column('aktif', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('dibuat', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edisi')),
    sa.UniqueConstraint('nama', name=op.f('uq_edisi_nama'))
    )
    op.create_table('pengguna',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('nama', sa.String(length=120), nullable=False),
    sa.Column('sandi_hash', sa.String(length=255), nullable=False),
    sa.Column('admin', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('aktif', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('sesi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('tema', sa.String(length=10), server_default='auto', nullable=False),
    sa.Column('bahasa', sa.String(length=5), server_default='id', nullable=False),
    sa.Column('zona_waktu', sa.String(length=40), server_default='Asia/Jakarta', nullable=False),
    sa.Column('dibuat', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("email LIKE '%%_@_%%'", name=op.f('ck_pengguna_email')),
    sa.CheckConstraint("tema IN ('auto', 'terang', 'gelap')", name=op.f('ck_pengguna_tema')),
    sa.CheckConstraint('length(trim(nama)) > 0', name=op.f('ck_pengguna_nama')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pengguna'))
    )
    op.create_index('uq_pengguna_email', 'pengguna', [sa.literal_column('lower(email)')], unique=True)
    op.create_table('ahsp_referensi',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('edisi_id', sa.BigInteger(), nullable=False),
    sa.Column('kode', sa.String(length=50), nullable=False),
    sa.Column('grup', sa.String(length=200), server_default='', nullable=False),
    sa.Column('uraian', sa.String(), nullable=False),
    sa.Column('satuan', sa.String(length=50), nullable=False),
    sa.Column('urut', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('cari', postgresql.TSVECTOR(), sa.Computed("setweight(to_tsvector('simple', kode), 'A') || setweight(to_tsvector('simple', uraian), 'B') || setweight(to_tsvector('simple', grup), 'C')", persisted=True), nullable=False),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.ForeignKeyConstraint(['edisi_id'], ['edisi.id'], name=op.f('fk_ahsp_referensi_edisi_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ahsp_referensi'))
    )
    op.create_index('ix_ahsp_referensi_cari', 'ahsp_referensi', ['cari'], unique=False, postgresql_using='gin')
    op.create_index('ix_ahsp_referensi_edisi_kode', 'ahsp_referensi', ['edisi_id', 'kode'], unique=False)
    op.create_index('ix_ahsp_referensi_uraian_trgm', 'ahsp_referensi', ['uraian'], unique=False, postgresql_using='gin', postgresql_ops={'uraian': 'gin_trgm_ops'})
    op.create_table('harga_dasar',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('daftar_id', sa.BigInteger(), nullable=False),
    sa.Column('kategori', sa.String(length=4), nullable=False),
    sa.Column('kode', sa.String(length=50), nullable=True),
    sa.Column('uraian', sa.String(length=500), nullable=False),
    sa.Column('uraian_kunci', sa.String(length=500), nullable=False),
    sa.Column('satuan', sa.String(length=50), nullable=False),
    sa.Column('satuan_kunci', sa.String(length=50), nullable=False),
    sa.Column('harga', sa.Numeric(precision=23, scale=8), nullable=False),
    sa.CheckConstraint("kategori IN ('TK', 'BHN', 'ALT', 'LAIN')", name=op.f('ck_harga_dasar_kategori')),
    sa.CheckConstraint('harga >= 0', name=op.f('ck_harga_dasar_harga')),
    sa.ForeignKeyConstraint(['daftar_id'], ['daftar_harga.id'], name=op.f('fk_harga_dasar_daftar_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_harga_dasar')),
    sa.UniqueConstraint('daftar_id', 'kategori', 'uraian_kunci', 'satuan_kunci', name=op.f('uq_harga_dasar_daftar_id_kategori_uraian_kunci_satuan_kunci'))
    )
    op.create_table('proyek',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('pemilik_id', sa.BigInteger(), nullable=False),
    sa.Column('nama', sa.String(length=200), nullable=False),
    sa.Column('sumber_dana', sa.String(length=255), server_default='', nullable=False),
    sa.Column('lokasi', sa.String(length=255), server_default='', nullable=False),
    sa.Column('pemilik', sa.String(length=255), server_default='', nullable=False),
    sa.Column('jabatan_pemilik', sa.String(length=255), server_default='', nullable=False),
    sa.Column('instansi_pemilik', sa.String(length=255), server_default='', nullable=False),
    sa.Column('kontraktor', sa.String(length=255), server_default='', nullable=False),
    sa.Column('instansi_kontraktor', sa.String(length=255), server_default='', nullable=False),
    sa.Column('perencana', sa.String(length=255), server_default='', nullable=False),
    sa.Column('instansi_perencana', sa.String(length=255), server_default='', nullable=False),
    sa.Column('pengawas', sa.String(length=255), server_default='', nullable=False),
    sa.Column('instansi_pengawas', sa.String(length=255), server_default='', nullable=False),
    sa.Column('program', sa.String(length=255), server_default='', nullable=False),
    sa.Column('kegiatan', sa.String(length=255), server_default='', nullable=False),
    sa.Column('keterangan_1', sa.String(length=255), server_default='', nullable=False),
    sa.Column('keterangan_2', sa.String(length=255), server_default='', nullable=False),
    sa.Column('kategori', sa.String(length=100), server_default='', nullable=False),
    sa.Column('deskripsi', sa.String(), server_default='', nullable=False),
    sa.Column('tahun_anggaran', sa.Integer(), nullable=False),
    sa.Column('anggaran', sa.Numeric(precision=20, scale=2), nullable=True),
    sa.Column('tanggal_mulai', sa.Date(), nullable=False),
    sa.Column('tanggal_selesai', sa.Date(), nullable=False),
    sa.Column('awal_minggu', sa.SmallInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('margin_persen', sa.Numeric(precision=8, scale=4), server_default=sa.text('10'), nullable=False),
    sa.Column('ppn_persen', sa.Numeric(precision=8, scale=4), server_default=sa.text('11'), nullable=False),
    sa.Column('dpp_pembilang', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('dpp_penyebut', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('bulat_hsp_mode', sa.String(length=15), server_default='setengah_atas', nullable=False),
    sa.Column('bulat_hsp_langkah', sa.Numeric(precision=18, scale=8), server_default=sa.text('0.01'), nullable=False),
    sa.Column('bulat_jumlah_mode', sa.String(length=15), server_default='setengah_atas', nullable=False),
    sa.Column('bulat_jumlah_langkah', sa.Numeric(precision=18, scale=8), server_default=sa.text('0.01'), nullable=False),
    sa.Column('bulat_total_mode', sa.String(length=15), server_default='bawah', nullable=False),
    sa.Column('bulat_total_langkah', sa.Numeric(precision=18, scale=8), server_default=sa.text('1000'), nullable=False),
    sa.Column('daftar_harga_id', sa.BigInteger(), nullable=True),
    sa.Column('jumlah', sa.Numeric(precision=45, scale=20), server_default=sa.text('0'), nullable=False),
    sa.Column('nomor_kunci', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('dibuat', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('diubah', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('diarsipkan', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dihapus', sa.DateTime(timezone=True), nullable=True),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("bulat_hsp_mode IN ('tanpa', 'setengah_atas', 'bawah', 'atas') AND bulat_hsp_langkah > 0", name=op.f('ck_proyek_bulat_hsp')),
    sa.CheckConstraint("bulat_jumlah_mode IN ('tanpa', 'setengah_atas', 'bawah', 'atas') AND bulat_jumlah_langkah > 0", name=op.f('ck_proyek_bulat_jumlah')),
    sa.CheckConstraint("bulat_total_mode IN ('tanpa', 'setengah_atas', 'bawah', 'atas') AND bulat_total_langkah > 0", name=op.f('ck_proyek_bulat_total')),
    sa.CheckConstraint('anggaran >= 0', name=op.f('ck_proyek_anggaran')),
    sa.CheckConstraint('awal_minggu BETWEEN 0 AND 6', name=op.f('ck_proyek_awal_minggu')),
    sa.CheckConstraint('dpp_pembilang BETWEEN 1 AND 1000 AND dpp_penyebut BETWEEN 1 AND 1000', name=op.f('ck_proyek_dpp')),
    sa.CheckConstraint('jumlah >= 0', name=op.f('ck_proyek_jumlah')),
    sa.CheckConstraint('length(trim(nama)) >= 3', name=op.f('ck_proyek_nama')),
    sa.CheckConstraint('margin_persen BETWEEN 0 AND 100', name=op.f('ck_proyek_margin_persen')),
    sa.CheckConstraint('ppn_persen BETWEEN 0 AND 100', name=op.f('ck_proyek_ppn_persen')),
    sa.CheckConstraint('tahun_anggaran BETWEEN 1900 AND 2200', name=op.f('ck_proyek_tahun_anggaran')),
    sa.CheckConstraint('tanggal_selesai >= tanggal_mulai', name=op.f('ck_proyek_tanggal')),
    sa.ForeignKeyConstraint(['daftar_harga_id'], ['daftar_harga.id'], name=op.f('fk_proyek_daftar_harga_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['pemilik_id'], ['pengguna.id'], name=op.f('fk_proyek_pemilik_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proyek'))
    )
    op.create_index('ix_proyek_pemilik_diubah', 'proyek', ['pemilik_id', 'diubah'], unique=False)
    op.create_table('komponen_referensi',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('ahsp_id', sa.BigInteger(), nullable=False),
    sa.Column('urut', sa.Integer(), nullable=False),
    sa.Column('kategori', sa.String(length=4), nullable=False),
    sa.Column('kode', sa.String(length=50), nullable=True),
    sa.Column('uraian', sa.String(length=500), nullable=False),
    sa.Column('satuan', sa.String(length=50), nullable=False),
    sa.Column('koefisien', sa.Numeric(precision=20, scale=10), nullable=False),
    sa.CheckConstraint("kategori IN ('TK', 'BHN', 'ALT', 'LAIN')", name=op.f('ck_komponen_referensi_kategori')),
    sa.CheckConstraint('koefisien >= 0', name=op.f('ck_komponen_referensi_koefisien')),
    sa.ForeignKeyConstraint(['ahsp_id'], ['ahsp_referensi.id'], name=op.f('fk_komponen_referensi_ahsp_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_komponen_referensi'))
    )
    op.create_index('ix_komponen_referensi_ahsp', 'komponen_referensi', ['ahsp_id', 'urut'], unique=False)
    op.create_table('penanda_tangan',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('proyek_id', sa.BigInteger(), nullable=False),
    sa.Column('urut', sa.Integer(), nullable=False),
    sa.Column('peran', sa.String(length=120), nullable=False),
    sa.Column('nama', sa.String(length=120), server_default='', nullable=False),
    sa.Column('jabatan', sa.String(length=120), server_default='', nullable=False),
    sa.Column('instansi', sa.String(length=255), server_default='', nullable=False),
    sa.Column('nip', sa.String(length=30), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_penanda_tangan_proyek_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_penanda_tangan')),
    sa.UniqueConstraint('proyek_id', 'urut', deferrable=True, initially='DEFERRED', name=op.f('uq_penanda_tangan_proyek_id_urut'))
    )
    op.create_table('riwayat',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('proyek_id', sa.BigInteger(), nullable=False),
    sa.Column('pengguna_id', sa.BigInteger(), nullable=True),
    sa.Column('pada', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('aksi', sa.String(length=40), nullable=False),
    sa.Column('tabel', sa.String(length=30), nullable=False),
    sa.Column('baris_id', sa.BigInteger(), nullable=True),
    sa.Column('ringkasan', sa.String(length=500), server_default='', nullable=False),
    sa.Column('lama', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column('baru', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.ForeignKeyConstraint(['pengguna_id'], ['pengguna.id'], name=op.f('fk_riwayat_pengguna_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_riwayat_proyek_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_riwayat'))
    )
    op.create_index('ix_riwayat_proyek', 'riwayat', ['proyek_id', 'id'], unique=False)
    op.create_index('ix_riwayat_sasaran', 'riwayat', ['proyek_id', 'tabel', 'baris_id', 'id'], unique=False)
    op.create_table('harga_item',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('proyek_id', sa.BigInteger(), nullable=False),
    sa.Column('kunci', sa.String(length=100), nullable=False),
    sa.Column('kategori', sa.String(length=4), nullable=False),
    sa.Column('kode', sa.String(length=50), nullable=True),
    sa.Column('uraian', sa.String(length=500), nullable=False),
    sa.Column('uraian_kunci', sa.String(length=500), nullable=False),
    sa.Column('satuan', sa.String(length=50), server_default='', nullable=False),
    sa.Column('satuan_kunci', sa.String(length=50), server_default='', nullable=False),
    sa.Column('harga', sa.Numeric(precision=23, scale=8), nullable=True),
    sa.Column('satuan_beli', sa.String(length=50), nullable=True),
    sa.Column('harga_beli', sa.Numeric(precision=23, scale=8), nullable=True),
    sa.Column('faktor', sa.Numeric(precision=20, scale=10), nullable=True),
    sa.Column('sumber_harga', sa.String(length=300), server_default='', nullable=False),
    sa.Column('diubah', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('sampah_id', sa.BigInteger(), nullable=True),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("kategori IN ('TK', 'BHN', 'ALT', 'LAIN')", name=op.f('ck_harga_item_kategori')),
    sa.CheckConstraint('(satuan_beli IS NULL AND harga_beli IS NULL AND faktor IS NULL) OR (satuan_beli IS NOT NULL AND faktor IS NOT NULL AND faktor > 0 AND harga IS NULL)', name=op.f('ck_harga_item_konversi')),
    sa.CheckConstraint('harga >= 0 AND harga_beli >= 0', name=op.f('ck_harga_item_harga')),
    sa.CheckConstraint('length(trim(uraian)) > 0', name=op.f('ck_harga_item_uraian')),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_harga_item_proyek_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sampah_id'], ['riwayat.id'], name=op.f('fk_harga_item_sampah_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_harga_item')),
    sa.UniqueConstraint('proyek_id', 'id', 'kategori', name=op.f('uq_harga_item_proyek_id_id_kategori')),
    sa.UniqueConstraint('proyek_id', 'kunci', name=op.f('uq_harga_item_proyek_id_kunci'))
    )
    op.create_index('uq_harga_item_identitas', 'harga_item', ['proyek_id', 'kategori', 'uraian_kunci', 'satuan_kunci'], unique=True, postgresql_where=sa.text('sampah_id IS NULL'))
    op.create_table('klasifikasi',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('proyek_id', sa.BigInteger(), nullable=False),
    sa.Column('induk_id', sa.BigInteger(), nullable=True),
    sa.Column('urut', sa.Integer(), nullable=False),
    sa.Column('nama', sa.String(length=500), nullable=False),
    sa.Column('nomor', sa.String(length=30), nullable=True),
    sa.Column('jumlah', sa.Numeric(precision=45, scale=20), server_default=sa.text('0'), nullable=False),
    sa.Column('sampah_id', sa.BigInteger(), nullable=True),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint('induk_id <> id', name=op.f('ck_klasifikasi_induk_bukan_diri')),
    sa.CheckConstraint('jumlah >= 0', name=op.f('ck_klasifikasi_jumlah')),
    sa.CheckConstraint('length(trim(nama)) > 0', name=op.f('ck_klasifikasi_nama')),
    sa.CheckConstraint('urut > 0', name=op.f('ck_klasifikasi_urut')),
    sa.ForeignKeyConstraint(['proyek_id', 'induk_id'], ['klasifikasi.proyek_id', 'klasifikasi.id'], name='induk'),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_klasifikasi_proyek_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sampah_id'], ['riwayat.id'], name=op.f('fk_klasifikasi_sampah_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_klasifikasi')),
    sa.UniqueConstraint('proyek_id', 'id', name=op.f('uq_klasifikasi_proyek_id_id'))
    )
    op.create_index('ix_klasifikasi_proyek_induk', 'klasifikasi', ['proyek_id', 'induk_id', 'urut'], unique=False, postgresql_where=sa.text('sampah_id IS NULL'))
    op.create_table('parameter',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('proyek_id', sa.BigInteger(), nullable=False),
    sa.Column('nama', sa.String(length=100), nullable=False),
    sa.Column('nilai', sa.Numeric(precision=18, scale=6), nullable=False),
    sa.Column('label', sa.String(length=200), server_default='', nullable=False),
    sa.Column('satuan', sa.String(length=50), server_default='', nullable=False),
    sa.Column('sampah_id', sa.BigInteger(), nullable=True),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("nama ~ '^[a-z_][a-z0-9_]*$'", name=op.f('ck_parameter_nama')),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_parameter_proyek_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sampah_id'], ['riwayat.id'], name=op.f('fk_parameter_sampah_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parameter'))
    )
    op.create_index('uq_parameter_proyek_id_nama', 'parameter', ['proyek_id', 'nama'], unique=True, postgresql_where=sa.text('sampah_id IS NULL'))
    op.create_table('pekerjaan',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('proyek_id', sa.BigInteger(), nullable=False),
    sa.Column('klasifikasi_id', sa.BigInteger(), nullable=False),
    sa.Column('urut', sa.Integer(), nullable=False),
    sa.Column('nomor', sa.String(length=30), nullable=True),
    sa.Column('kunci', sa.String(length=100), nullable=False),
    sa.Column('kode', sa.String(length=100), nullable=True),
    sa.Column('uraian', sa.String(length=1000), nullable=False),
    sa.Column('satuan', sa.String(length=50), server_default='', nullable=False),
    sa.Column('volume', sa.Numeric(precision=18, scale=6), nullable=True),
    sa.Column('rumus', sa.String(length=500), nullable=True),
    sa.Column('rumus_acuan', postgresql.ARRAY(sa.String(length=100)), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('margin_persen', sa.Numeric(precision=8, scale=4), nullable=True),
    sa.Column('harga_langsung', sa.Numeric(precision=23, scale=8), nullable=True),
    sa.Column('sumber', sa.String(length=10), server_default='kustom', nullable=False),
    sa.Column('referensi_id', sa.BigInteger(), nullable=True),
    sa.Column('referensi', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column('catatan', sa.String(), server_default='', nullable=False),
    sa.Column('tk', sa.Numeric(precision=45, scale=20), server_default=sa.text('0'), nullable=False),
    sa.Column('bhn', sa.Numeric(precision=45, scale=20), server_default=sa.text('0'), nullable=False),
    sa.Column('alt', sa.Numeric(precision=45, scale=20), server_default=sa.text('0'), nullable=False),
    sa.Column('lain', sa.Numeric(precision=45, scale=20), server_default=sa.text('0'), nullable=False),
    sa.Column('biaya_langsung', sa.Numeric(precision=45, scale=20), server_default=sa.text('0'), nullable=False),
    sa.Column('margin', sa.Numeric(precision=45, scale=20), server_default=sa.text('0'), nullable=False),
    sa.Column('hsp', sa.Numeric(precision=45, scale=20), server_default=sa.text('0'), nullable=False),
    sa.Column('jumlah', sa.Numeric(precision=45, scale=20), server_default=sa.text('0'), nullable=False),
    sa.Column('kurang', sa.SmallInteger(), server_default=sa.text('3'), nullable=False),
    sa.Column('sampah_id', sa.BigInteger(), nullable=True),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("sumber = 'kustom' OR referensi IS NOT NULL", name=op.f('ck_pekerjaan_referensi')),
    sa.CheckConstraint("sumber IN ('referensi', 'ubahan', 'kustom')", name=op.f('ck_pekerjaan_sumber')),
    sa.CheckConstraint('harga_langsung >= 0', name=op.f('ck_pekerjaan_harga_langsung')),
    sa.CheckConstraint('harga_langsung IS NULL OR margin_persen IS NULL', name=op.f('ck_pekerjaan_harga_langsung_tanpa_margin')),
    sa.CheckConstraint('least(tk, bhn, alt, lain, biaya_langsung, margin, hsp, jumlah) >= 0', name=op.f('ck_pekerjaan_hasil')),
    sa.CheckConstraint('length(trim(uraian)) > 0', name=op.f('ck_pekerjaan_uraian')),
    sa.CheckConstraint('margin_persen BETWEEN 0 AND 100', name=op.f('ck_pekerjaan_margin_persen')),
    sa.CheckConstraint('rumus IS NULL OR volume IS NOT NULL', name=op.f('ck_pekerjaan_rumus')),
    sa.CheckConstraint('urut > 0', name=op.f('ck_pekerjaan_urut')),
    sa.CheckConstraint('volume >= 0', name=op.f('ck_pekerjaan_volume')),
    sa.ForeignKeyConstraint(['proyek_id', 'klasifikasi_id'], ['klasifikasi.proyek_id', 'klasifikasi.id'], name='klasifikasi'),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_pekerjaan_proyek_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['referensi_id'], ['ahsp_referensi.id'], name=op.f('fk_pekerjaan_referensi_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['sampah_id'], ['riwayat.id'], name=op.f('fk_pekerjaan_sampah_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pekerjaan')),
    sa.UniqueConstraint('proyek_id', 'id', name=op.f('uq_pekerjaan_proyek_id_id')),
    sa.UniqueConstraint('proyek_id', 'kunci', name=op.f('uq_pekerjaan_proyek_id_kunci'))
    )
    op.create_index('ix_pekerjaan_acuan', 'pekerjaan', ['rumus_acuan'], unique=False, postgresql_using='gin')
    op.create_index('ix_pekerjaan_klasifikasi_urut', 'pekerjaan', ['klasifikasi_id', 'urut'], unique=False, postgresql_where=sa.text('sampah_id IS NULL'))
    op.create_index('ix_pekerjaan_kurang', 'pekerjaan', ['proyek_id'], unique=False, postgresql_where=sa.text('kurang <> 0 AND sampah_id IS NULL'))
    op.create_index('ix_pekerjaan_proyek', 'pekerjaan', ['proyek_id', 'klasifikasi_id', 'urut'], unique=False, postgresql_where=sa.text('sampah_id IS NULL'))
    op.create_table('jadwal_minggu',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('proyek_id', sa.BigInteger(), nullable=False),
    sa.Column('pekerjaan_id', sa.BigInteger(), nullable=False),
    sa.Column('minggu', sa.Integer(), nullable=False),
    sa.Column('rencana_persen', sa.Numeric(precision=14, scale=10), nullable=True),
    sa.Column('realisasi_persen', sa.Numeric(precision=14, scale=10), nullable=True),
    sa.Column('biaya_aktual', sa.Numeric(precision=23, scale=8), nullable=True),
    sa.CheckConstraint('biaya_aktual >= 0', name=op.f('ck_jadwal_minggu_biaya_aktual')),
    sa.CheckConstraint('minggu >= 1', name=op.f('ck_jadwal_minggu_minggu')),
    sa.CheckConstraint('realisasi_persen BETWEEN 0 AND 100', name=op.f('ck_jadwal_minggu_realisasi_persen')),
    sa.CheckConstraint('rencana_persen BETWEEN 0 AND 100', name=op.f('ck_jadwal_minggu_rencana_persen')),
    sa.ForeignKeyConstraint(['proyek_id', 'pekerjaan_id'], ['pekerjaan.proyek_id', 'pekerjaan.id'], name='pekerjaan', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_jadwal_minggu_proyek_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jadwal_minggu')),
    sa.UniqueConstraint('pekerjaan_id', 'minggu', name=op.f('uq_jadwal_minggu_pekerjaan_id_minggu'))
    )
    op.create_index('ix_jadwal_minggu_proyek', 'jadwal_minggu', ['proyek_id'], unique=False)
    op.create_table('komponen',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('proyek_id', sa.BigInteger(), nullable=False),
    sa.Column('pekerjaan_id', sa.BigInteger(), nullable=False),
    sa.Column('urut', sa.Integer(), nullable=False),
    sa.Column('kategori', sa.String(length=4), nullable=False),
    sa.Column('harga_item_id', sa.BigInteger(), nullable=True),
    sa.Column('sub_id', sa.BigInteger(), nullable=True),
    sa.Column('koefisien', sa.Numeric(precision=20, scale=10), nullable=False),
    sa.Column('sampah_id', sa.BigInteger(), nullable=True),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("sub_id IS NULL OR kategori = 'LAIN'", name=op.f('ck_komponen_sub_lain')),
    sa.CheckConstraint('koefisien >= 0', name=op.f('ck_komponen_koefisien')),
    sa.CheckConstraint('num_nonnulls(harga_item_id, sub_id) = 1', name=op.f('ck_komponen_satu_acuan')),
    sa.CheckConstraint('sub_id <> pekerjaan_id', name=op.f('ck_komponen_sub_bukan_diri')),
    sa.CheckConstraint('urut > 0', name=op.f('ck_komponen_urut')),
    sa.ForeignKeyConstraint(['proyek_id', 'harga_item_id', 'kategori'], ['harga_item.proyek_id', 'harga_item.id', 'harga_item.kategori'], name='harga_item'),
    sa.ForeignKeyConstraint(['proyek_id', 'pekerjaan_id'], ['pekerjaan.proyek_id', 'pekerjaan.id'], name='pekerjaan'),
    sa.ForeignKeyConstraint(['proyek_id', 'sub_id'], ['pekerjaan.proyek_id', 'pekerjaan.id'], name='sub'),
    sa.ForeignKeyConstraint(['proyek_id'], ['proyek.id'], name=op.f('fk_komponen_proyek_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sampah_id'], ['riwayat.id'], name=op.f('fk_komponen_sampah_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_komponen'))
    )
    op.create_index('ix_komponen_harga_item', 'komponen', ['harga_item_id'], unique=False, postgresql_where=sa.text('sampah_id IS NULL'))
    op.create_index('ix_komponen_pekerjaan', 'komponen', ['pekerjaan_id', 'urut'], unique=False, postgresql_where=sa.text('sampah_id IS NULL'))
    op.create_index('ix_komponen_sub', 'komponen', ['sub_id'], unique=False, postgresql_where=sa.text('sampah_id IS NULL'))


def downgrade():
    op.drop_index('ix_komponen_sub', table_name='komponen', postgresql_where=sa.text('sampah_id IS NULL'))
    op.drop_index('ix_komponen_pekerjaan', table_name='komponen', postgresql_where=sa.text('sampah_id IS NULL'))
    op.drop_index('ix_komponen_harga_item', table_name='komponen', postgresql_where=sa.text('sampah_id IS NULL'))
    op.drop_table('komponen')
    op.drop_index('ix_jadwal_minggu_proyek', table_name='jadwal_minggu')
    op.drop_table('jadwal_minggu')
    op.drop_index('ix_pekerjaan_proyek', table_name='pekerjaan', postgresql_where=sa.text('sampah_id IS NULL'))
    op.drop_index('ix_pekerjaan_kurang', table_name='pekerjaan', postgresql_where=sa.text('kurang <> 0 AND sampah_id IS NULL'))
    op.drop_index('ix_pekerjaan_klasifikasi_urut', table_name='pekerjaan', postgresql_where=sa.text('sampah_id IS NULL'))
    op.drop_index('ix_pekerjaan_acuan', table_name='pekerjaan', postgresql_using='gin')
    op.drop_table('pekerjaan')
    op.drop_index('uq_parameter_proyek_id_nama', table_name='parameter', postgresql_where=sa.text('sampah_id IS NULL'))
    op.drop_table('parameter')
    op.drop_index('ix_klasifikasi_proyek_induk', table_name='klasifikasi', postgresql_where=sa.text('sampah_id IS NULL'))
    op.drop_table('klasifikasi')
    op.drop_index('uq_harga_item_identitas', table_name='harga_item', postgresql_where=sa.text('sampah_id IS NULL'))
    op.drop_table('harga_item')
    op.drop_index('ix_riwayat_sasaran', table_name='riwayat')
    op.drop_index('ix_riwayat_proyek', table_name='riwayat')
    op.drop_table('riwayat')
    op.drop_table('penanda_tangan')
    op.drop_index('ix_komponen_referensi_ahsp', table_name='komponen_referensi')
    op.drop_table('komponen_referensi')
    op.drop_index('ix_proyek_pemilik_diubah', table_name='proyek')
    op.drop_table('proyek')
    op.drop_table('harga_dasar')
    op.drop_index('ix_ahsp_referensi_uraian_trgm', table_name='ahsp_referensi', postgresql_using='gin', postgresql_ops={'uraian': 'gin_trgm_ops'})
    op.drop_index('ix_ahsp_referensi_edisi_kode', table_name='ahsp_referensi')
    op.drop_index('ix_ahsp_referensi_cari', table_name='ahsp_referensi', postgresql_using='gin')
    op.drop_table('ahsp_referensi')
    op.drop_index('uq_pengguna_email', table_name='pengguna')
    op.drop_table('pengguna')
    op.drop_table('edisi')
    op.drop_table('detak')
    op.drop_table('daftar_harga')
