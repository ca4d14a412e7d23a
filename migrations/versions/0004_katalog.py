"""Jobs, imports of the catalogue, words and statistics of its search, office libraries, price books."""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


# What the search reads: numbers, mixes, sizes and grades in one spelling, without accents and punctuation. The words of
# the description also by their stem (weight D). See ahsp_app/queries/katalog_teks.py.
RAPI = r"""
CREATE FUNCTION katalog_rapi(teks text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT translate(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(translate(lower(teks), 'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ²³¹×⁄–—''’‘`´′', 'aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyy231x/--'), '½', ' 1/2', 'g'), '¼', ' 1/4', 'g'), '¾', ' 3/4', 'g'), '([0-9])[.]([0-9]{3})(?![0-9])', '\1\2', 'g'), '([0-9])[.]([0-9]{3})(?![0-9])', '\1\2', 'g'), '([0-9])[.,]([0-9])', '\1d\2', 'g'), '([0-9]) *(sp|pc|ps)? *: *([0-9]+) *(pp|ps|psr|pb|kr)?(?![a-z0-9])', '\1b\3 ', 'g'), '([0-9]) *[x*] *(?=[0-9])', '\1x', 'g'), '([0-9]) */ *(?=[0-9])', '\1p', 'g'), '(?<![a-z0-9])k[-. ]?([0-9]{3})(?![0-9])', 'k\1', 'g'), '(?<![a-z0-9])fc[-. ]*([0-9][0-9d]*)', 'fc\1 \1', 'g'), '([0-9]) *"', '\1 inci ', 'g'), '([0-9])(mm2|mm|cm2|cm|m2|m3|m|kg|inci|inch|in|liter|ltr|watt|w|pk|btu|kva|kw|ton|lapis|lps)(?![a-z0-9])', '\1 \2', 'g'), '!"#$%&()*+,-./:;<=>?@[\]^_{|}~“”„…•·°±≤≥≠≈→ØøΦφ®™«»', repeat(' ', 51))
$$
"""
CARI = """
CREATE FUNCTION katalog_cari(kode text, uraian text, grup text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE isi text := @katalog_rapi(uraian);
BEGIN
    RETURN setweight(to_tsvector('pg_catalog.simple', kode), 'A') || setweight(to_tsvector('pg_catalog.simple', isi), 'B')
        || setweight(to_tsvector('pg_catalog.simple', @katalog_rapi(grup)), 'C')
        || setweight(to_tsvector('pg_catalog.indonesian', isi), 'D');
END $$
"""
CARI_LAMA = (
    "setweight(to_tsvector('simple', kode), 'A') || setweight(to_tsvector('simple', uraian), 'B')"
    " || setweight(to_tsvector('simple', grup), 'C')"
)


def ganti_cari(isi):
    """The column of the search anew; PostgreSQL before 17 cannot change how one is generated."""
    op.drop_index('ix_ahsp_referensi_cari', table_name='ahsp_referensi', postgresql_using='gin')
    op.drop_column('ahsp_referensi', 'cari')
    op.add_column('ahsp_referensi', sa.Column('cari', postgresql.TSVECTOR(), sa.Computed(isi, persisted=True), nullable=False))
    op.create_index('ix_ahsp_referensi_cari', 'ahsp_referensi', ['cari'], unique=False, postgresql_using='gin')


def upgrade():
    skema = op.get_bind().scalar(sa.text("SELECT quote_ident(current_schema())"))
    op.execute(RAPI)
    op.execute(CARI.replace('@', f'{skema}.'))
    ganti_cari('katalog_cari(kode, uraian, grup)')
    op.create_index('ix_ahsp_referensi_kode_awal', 'ahsp_referensi', [sa.text('lower(kode) text_pattern_ops')], unique=False)
    op.create_index('ix_komponen_referensi_cari', 'komponen_referensi', [sa.text("to_tsvector('simple', uraian)")], unique=False, postgresql_using='gin')
    op.create_table('kata_katalog',
    sa.Column('kata', sa.String(length=100), nullable=False),
    sa.Column('banyak', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('kata', name=op.f('pk_kata_katalog'))
    )
    op.create_index('ix_kata_katalog_trgm', 'kata_katalog', ['kata'], unique=False, postgresql_using='gin', postgresql_ops={'kata': 'gin_trgm_ops'})
    op.create_table('kosakata',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('kata', sa.String(length=100), nullable=False),
    sa.Column('padanan', sa.String(length=500), nullable=False),
    sa.Column('keterangan', sa.String(length=300), server_default='', nullable=False),
    sa.Column('aktif', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('pengguna_id', sa.BigInteger(), nullable=True),
    sa.Column('diubah', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint('length(trim(kata)) > 0', name=op.f('ck_kosakata_kata')),
    sa.CheckConstraint('length(trim(padanan)) > 0', name=op.f('ck_kosakata_padanan')),
    sa.ForeignKeyConstraint(['pengguna_id'], ['pengguna.id'], name=op.f('fk_kosakata_pengguna_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kosakata')),
    sa.UniqueConstraint('kata', name=op.f('uq_kosakata_kata'))
    )
    op.create_table('pemetaan_kolom',
    sa.Column('bentuk', sa.String(length=64), nullable=False),
    sa.Column('jenis', sa.String(length=10), nullable=False),
    sa.Column('kolom', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('pengguna_id', sa.BigInteger(), nullable=True),
    sa.Column('diubah', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['pengguna_id'], ['pengguna.id'], name=op.f('fk_pemetaan_kolom_pengguna_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('bentuk', name=op.f('pk_pemetaan_kolom'))
    )
    op.create_table('saringan_tersimpan',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('pengguna_id', sa.BigInteger(), nullable=False),
    sa.Column('nama', sa.String(length=100), nullable=False),
    sa.Column('isi', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('dibuat', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('length(trim(nama)) > 0', name=op.f('ck_saringan_tersimpan_nama')),
    sa.ForeignKeyConstraint(['pengguna_id'], ['pengguna.id'], name=op.f('fk_saringan_tersimpan_pengguna_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saringan_tersimpan')),
    sa.UniqueConstraint('pengguna_id', 'nama', name=op.f('uq_saringan_tersimpan_pengguna_id_nama'))
    )
    op.create_table('tugas',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('pengguna_id', sa.BigInteger(), nullable=False),
    sa.Column('jenis', sa.String(length=40), nullable=False),
    sa.Column('kunci', sa.String(length=200), nullable=True),
    sa.Column('judul', sa.String(length=300), nullable=False),
    sa.Column('masukan', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('hasil', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column('status', sa.String(length=10), server_default='antre', nullable=False),
    sa.Column('langkah', sa.String(length=200), server_default='', nullable=False),
    sa.Column('kini', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('total', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('galat', sa.String(length=500), server_default='', nullable=False),
    sa.Column('minta_batal', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('percobaan', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('dibuat', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('mulai', sa.DateTime(timezone=True), nullable=True),
    sa.Column('selesai', sa.DateTime(timezone=True), nullable=True),
    sa.Column('denyut', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("status IN ('antre', 'jalan', 'selesai', 'gagal', 'batal')", name=op.f('ck_tugas_status')),
    sa.CheckConstraint('kini >= 0 AND total >= 0', name=op.f('ck_tugas_kemajuan')),
    sa.ForeignKeyConstraint(['pengguna_id'], ['pengguna.id'], name=op.f('fk_tugas_pengguna_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tugas'))
    )
    op.create_index('ix_tugas_berlangsung', 'tugas', ['status', 'denyut'], unique=False, postgresql_where=sa.text("status IN ('antre', 'jalan')"))
    op.create_index('ix_tugas_pengguna', 'tugas', ['pengguna_id', 'id'], unique=False)
    op.create_index('uq_tugas_kunci', 'tugas', ['pengguna_id', 'kunci'], unique=True, postgresql_where=sa.text("status IN ('antre', 'jalan')"))
    op.create_table('impor',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('pengguna_id', sa.BigInteger(), nullable=True),
    sa.Column('tugas_id', sa.BigInteger(), nullable=True),
    sa.Column('jenis', sa.String(length=10), server_default='ahsp', nullable=False),
    sa.Column('nama_berkas', sa.String(length=255), nullable=False),
    sa.Column('ukuran', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('berkas', sa.LargeBinary(), nullable=True),
    sa.Column('pemetaan', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False),
    sa.Column('tujuan', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('edisi_id', sa.BigInteger(), nullable=True),
    sa.Column('daftar_id', sa.BigInteger(), nullable=True),
    sa.Column('status', sa.String(length=10), server_default='diunggah', nullable=False),
    sa.Column('ringkasan', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('galat', sa.String(length=500), server_default='', nullable=False),
    sa.Column('dibuat', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('dikomit', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dicabut', sa.DateTime(timezone=True), nullable=True),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("jenis IN ('ahsp', 'harga')", name=op.f('ck_impor_jenis')),
    sa.CheckConstraint("status IN ('diunggah', 'dibaca', 'siap', 'dikomit', 'dicabut', 'gagal')", name=op.f('ck_impor_status')),
    sa.ForeignKeyConstraint(['daftar_id'], ['daftar_harga.id'], name=op.f('fk_impor_daftar_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['edisi_id'], ['edisi.id'], name=op.f('fk_impor_edisi_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['pengguna_id'], ['pengguna.id'], name=op.f('fk_impor_pengguna_id')),
    sa.ForeignKeyConstraint(['tugas_id'], ['tugas.id'], name=op.f('fk_impor_tugas_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_impor'))
    )
    op.create_index('ix_impor_pengguna', 'impor', ['pengguna_id', 'id'], unique=False)
    op.create_table('pencarian',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('pengguna_id', sa.BigInteger(), nullable=False),
    sa.Column('teks', sa.String(length=200), nullable=False),
    sa.Column('kunci', sa.String(length=200), nullable=False),
    sa.Column('banyak', sa.Integer(), nullable=False),
    sa.Column('koreksi', sa.String(length=200), nullable=True),
    sa.Column('dipilih_id', sa.BigInteger(), nullable=True),
    sa.Column('pada', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['dipilih_id'], ['ahsp_referensi.id'], name=op.f('fk_pencarian_dipilih_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['pengguna_id'], ['pengguna.id'], name=op.f('fk_pencarian_pengguna_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pencarian'))
    )
    op.create_index('ix_pencarian_dipilih', 'pencarian', ['dipilih_id'], unique=False, postgresql_where=sa.text('dipilih_id IS NOT NULL'))
    op.create_index('ix_pencarian_pada', 'pencarian', ['pada'], unique=False)
    op.create_index('ix_pencarian_pengguna', 'pencarian', ['pengguna_id', 'id'], unique=False)
    op.create_table('impor_analisa',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('impor_id', sa.BigInteger(), nullable=False),
    sa.Column('urut', sa.Integer(), nullable=False),
    sa.Column('lembar', sa.String(length=100), server_default='', nullable=False),
    sa.Column('baris', sa.Integer(), nullable=False),
    sa.Column('kode', sa.String(length=50), server_default='', nullable=False),
    sa.Column('grup', sa.String(length=200), server_default='', nullable=False),
    sa.Column('uraian', sa.String(), server_default='', nullable=False),
    sa.Column('satuan', sa.String(length=50), server_default='', nullable=False),
    sa.Column('satuan_asli', sa.String(length=100), server_default='', nullable=False),
    sa.Column('cetak', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('dilewati', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('tingkat', sa.SmallInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('banding', sa.String(length=10), server_default='', nullable=False),
    sa.Column('referensi_id', sa.BigInteger(), nullable=True),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("banding IN ('', 'baru', 'berubah', 'sama')", name=op.f('ck_impor_analisa_banding')),
    sa.CheckConstraint('tingkat BETWEEN 0 AND 2', name=op.f('ck_impor_analisa_tingkat')),
    sa.ForeignKeyConstraint(['impor_id'], ['impor.id'], name=op.f('fk_impor_analisa_impor_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_impor_analisa'))
    )
    op.create_index('ix_impor_analisa_impor', 'impor_analisa', ['impor_id', 'urut'], unique=False)
    op.create_index('ix_impor_analisa_tingkat', 'impor_analisa', ['impor_id', 'tingkat', 'urut'], unique=False)
    op.create_table('riwayat_katalog',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('pengguna_id', sa.BigInteger(), nullable=True),
    sa.Column('impor_id', sa.BigInteger(), nullable=True),
    sa.Column('pada', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('aksi', sa.String(length=40), nullable=False),
    sa.Column('tabel', sa.String(length=30), nullable=False),
    sa.Column('baris_id', sa.BigInteger(), nullable=True),
    sa.Column('ringkasan', sa.String(length=500), server_default='', nullable=False),
    sa.Column('lama', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column('baru', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.ForeignKeyConstraint(['impor_id'], ['impor.id'], name=op.f('fk_riwayat_katalog_impor_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['pengguna_id'], ['pengguna.id'], name=op.f('fk_riwayat_katalog_pengguna_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_riwayat_katalog'))
    )
    op.create_index('ix_riwayat_katalog_impor', 'riwayat_katalog', ['impor_id', 'id'], unique=False, postgresql_where=sa.text('impor_id IS NOT NULL'))
    op.create_index('ix_riwayat_katalog_sasaran', 'riwayat_katalog', ['tabel', 'baris_id', 'id'], unique=False)
    op.create_table('impor_komponen',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('impor_id', sa.BigInteger(), nullable=False),
    sa.Column('analisa_id', sa.BigInteger(), nullable=True),
    sa.Column('urut', sa.Integer(), nullable=False),
    sa.Column('lembar', sa.String(length=100), server_default='', nullable=False),
    sa.Column('baris', sa.Integer(), nullable=False),
    sa.Column('kategori', sa.String(length=4), server_default='', nullable=False),
    sa.Column('kode', sa.String(length=50), nullable=True),
    sa.Column('uraian', sa.String(length=1000), server_default='', nullable=False),
    sa.Column('satuan', sa.String(length=50), server_default='', nullable=False),
    sa.Column('satuan_asli', sa.String(length=100), server_default='', nullable=False),
    sa.Column('koefisien', sa.Numeric(precision=20, scale=10), nullable=True),
    sa.Column('koefisien_asli', sa.String(length=100), server_default='', nullable=False),
    sa.Column('harga', sa.Numeric(precision=23, scale=8), nullable=True),
    sa.Column('jumlah', sa.Numeric(precision=45, scale=20), nullable=True),
    sa.Column('lain', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('dilewati', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('tingkat', sa.SmallInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint('tingkat BETWEEN 0 AND 2', name=op.f('ck_impor_komponen_tingkat')),
    sa.ForeignKeyConstraint(['analisa_id'], ['impor_analisa.id'], name=op.f('fk_impor_komponen_analisa_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['impor_id'], ['impor.id'], name=op.f('fk_impor_komponen_impor_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_impor_komponen'))
    )
    op.create_index('ix_impor_komponen_analisa', 'impor_komponen', ['analisa_id', 'urut'], unique=False)
    op.create_index('ix_impor_komponen_impor', 'impor_komponen', ['impor_id', 'urut'], unique=False)
    op.create_table('impor_masalah',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('impor_id', sa.BigInteger(), nullable=False),
    sa.Column('analisa_id', sa.BigInteger(), nullable=True),
    sa.Column('komponen_id', sa.BigInteger(), nullable=True),
    sa.Column('lembar', sa.String(length=100), server_default='', nullable=False),
    sa.Column('baris', sa.Integer(), nullable=True),
    sa.Column('kolom', sa.String(length=40), server_default='', nullable=False),
    sa.Column('tingkat', sa.SmallInteger(), nullable=False),
    sa.Column('kode', sa.String(length=40), nullable=False),
    sa.Column('pola', sa.String(length=500), nullable=False),
    sa.Column('isi', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('usul', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column('diterima', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.CheckConstraint('tingkat IN (1, 2)', name=op.f('ck_impor_masalah_tingkat')),
    sa.ForeignKeyConstraint(['analisa_id'], ['impor_analisa.id'], name=op.f('fk_impor_masalah_analisa_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['impor_id'], ['impor.id'], name=op.f('fk_impor_masalah_impor_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['komponen_id'], ['impor_komponen.id'], name=op.f('fk_impor_masalah_komponen_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_impor_masalah'))
    )
    op.create_index('ix_impor_masalah_analisa', 'impor_masalah', ['analisa_id'], unique=False)
    op.create_index('ix_impor_masalah_impor', 'impor_masalah', ['impor_id', 'kode', 'id'], unique=False)
    op.create_index('ix_impor_masalah_komponen', 'impor_masalah', ['komponen_id'], unique=False)
    op.create_table('usulan',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('pengguna_id', sa.BigInteger(), nullable=False),
    sa.Column('edisi_id', sa.BigInteger(), nullable=False),
    sa.Column('pekerjaan_id', sa.BigInteger(), nullable=True),
    sa.Column('isi', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('catatan', sa.String(length=500), server_default='', nullable=False),
    sa.Column('status', sa.String(length=10), server_default='menunggu', nullable=False),
    sa.Column('jawaban', sa.String(length=500), server_default='', nullable=False),
    sa.Column('diputus_oleh', sa.BigInteger(), nullable=True),
    sa.Column('diputus', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ahsp_id', sa.BigInteger(), nullable=True),
    sa.Column('dibuat', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("status IN ('menunggu', 'diterima', 'ditolak', 'ditarik')", name=op.f('ck_usulan_status')),
    sa.ForeignKeyConstraint(['ahsp_id'], ['ahsp_referensi.id'], name=op.f('fk_usulan_ahsp_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['diputus_oleh'], ['pengguna.id'], name=op.f('fk_usulan_diputus_oleh'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['edisi_id'], ['edisi.id'], name=op.f('fk_usulan_edisi_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['pekerjaan_id'], ['pekerjaan.id'], name=op.f('fk_usulan_pekerjaan_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['pengguna_id'], ['pengguna.id'], name=op.f('fk_usulan_pengguna_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_usulan'))
    )
    op.create_index('ix_usulan_pengguna', 'usulan', ['pengguna_id', 'id'], unique=False)
    op.create_index('ix_usulan_status', 'usulan', ['status', 'id'], unique=False)
    op.add_column('ahsp_referensi', sa.Column('dihapus', sa.DateTime(timezone=True), nullable=True))
    op.add_column('ahsp_referensi', sa.Column('diubah', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False))
    op.add_column('komponen_referensi', sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False))
    op.add_column('daftar_harga', sa.Column('jenis_sumber', sa.String(length=10), server_default='lain', nullable=False))
    op.add_column('daftar_harga', sa.Column('termasuk_ppn', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    op.add_column('daftar_harga', sa.Column('terkunci', sa.DateTime(timezone=True), nullable=True))
    op.add_column('daftar_harga', sa.Column('aktif', sa.Boolean(), server_default=sa.text('true'), nullable=False))
    op.add_column('daftar_harga', sa.Column('pengguna_id', sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f('fk_daftar_harga_pengguna_id'), 'daftar_harga', 'pengguna', ['pengguna_id'], ['id'], ondelete='SET NULL')
    op.add_column('edisi', sa.Column('kantor', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    op.add_column('harga_dasar', sa.Column('satuan_beli', sa.String(length=50), nullable=True))
    op.add_column('harga_dasar', sa.Column('harga_beli', sa.Numeric(precision=23, scale=8), nullable=True))
    op.add_column('harga_dasar', sa.Column('faktor', sa.Numeric(precision=20, scale=10), nullable=True))
    op.add_column('harga_dasar', sa.Column('keterangan', sa.String(length=300), server_default='', nullable=False))
    op.add_column('harga_dasar', sa.Column('pengguna_id', sa.BigInteger(), nullable=True))
    op.add_column('harga_dasar', sa.Column('diubah', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False))
    op.add_column('harga_dasar', sa.Column('versi', sa.Integer(), server_default=sa.text('1'), nullable=False))
    op.add_column('harga_item', sa.Column('tanggal_harga', sa.Date(), nullable=True))
    op.create_index('ix_harga_dasar_identitas', 'harga_dasar', ['kategori', 'uraian_kunci', 'satuan_kunci'], unique=False)
    op.create_foreign_key(op.f('fk_harga_dasar_pengguna_id'), 'harga_dasar', 'pengguna', ['pengguna_id'], ['id'], ondelete='SET NULL')
    op.create_check_constraint(op.f('ck_daftar_harga_jenis_sumber'), 'daftar_harga', "jenis_sumber IN ('survei', 'surat', 'penawaran', 'keputusan', 'lain')")
    op.create_check_constraint(op.f('ck_harga_dasar_konversi'), 'harga_dasar', 'faktor > 0 AND harga_beli >= 0')
    op.create_check_constraint(op.f('ck_harga_dasar_konversi_lengkap'), 'harga_dasar', 'num_nulls(satuan_beli, harga_beli, faktor) IN (0, 3)')
    op.create_index('ix_pekerjaan_referensi', 'pekerjaan', ['referensi_id'], unique=False, postgresql_where=sa.text('referensi_id IS NOT NULL'))


def downgrade():
    op.drop_index('ix_pekerjaan_referensi', table_name='pekerjaan', postgresql_where=sa.text('referensi_id IS NOT NULL'))
    op.drop_index('ix_komponen_referensi_cari', table_name='komponen_referensi', postgresql_using='gin')
    op.drop_index('ix_ahsp_referensi_kode_awal', table_name='ahsp_referensi')
    ganti_cari(CARI_LAMA)
    op.execute('DROP FUNCTION katalog_cari(text, text, text)')
    op.execute('DROP FUNCTION katalog_rapi(text)')
    op.drop_column('harga_item', 'tanggal_harga')
    op.drop_constraint(op.f('fk_harga_dasar_pengguna_id'), 'harga_dasar', type_='foreignkey')
    op.drop_index('ix_harga_dasar_identitas', table_name='harga_dasar')
    op.drop_column('harga_dasar', 'versi')
    op.drop_column('harga_dasar', 'diubah')
    op.drop_column('harga_dasar', 'pengguna_id')
    op.drop_column('harga_dasar', 'keterangan')
    op.drop_column('harga_dasar', 'faktor')
    op.drop_column('harga_dasar', 'harga_beli')
    op.drop_column('harga_dasar', 'satuan_beli')
    op.drop_column('edisi', 'kantor')
    op.drop_constraint(op.f('fk_daftar_harga_pengguna_id'), 'daftar_harga', type_='foreignkey')
    op.drop_column('daftar_harga', 'pengguna_id')
    op.drop_column('daftar_harga', 'aktif')
    op.drop_column('daftar_harga', 'terkunci')
    op.drop_column('daftar_harga', 'termasuk_ppn')
    op.drop_column('daftar_harga', 'jenis_sumber')
    op.drop_column('komponen_referensi', 'versi')
    op.drop_column('ahsp_referensi', 'diubah')
    op.drop_column('ahsp_referensi', 'dihapus')
    op.drop_index('ix_usulan_status', table_name='usulan')
    op.drop_index('ix_usulan_pengguna', table_name='usulan')
    op.drop_table('usulan')
    op.drop_index('ix_impor_masalah_komponen', table_name='impor_masalah')
    op.drop_index('ix_impor_masalah_impor', table_name='impor_masalah')
    op.drop_index('ix_impor_masalah_analisa', table_name='impor_masalah')
    op.drop_table('impor_masalah')
    op.drop_index('ix_impor_komponen_impor', table_name='impor_komponen')
    op.drop_index('ix_impor_komponen_analisa', table_name='impor_komponen')
    op.drop_table('impor_komponen')
    op.drop_index('ix_riwayat_katalog_sasaran', table_name='riwayat_katalog')
    op.drop_index('ix_riwayat_katalog_impor', table_name='riwayat_katalog', postgresql_where=sa.text('impor_id IS NOT NULL'))
    op.drop_table('riwayat_katalog')
    op.drop_index('ix_impor_analisa_tingkat', table_name='impor_analisa')
    op.drop_index('ix_impor_analisa_impor', table_name='impor_analisa')
    op.drop_table('impor_analisa')
    op.drop_index('ix_pencarian_pengguna', table_name='pencarian')
    op.drop_index('ix_pencarian_pada', table_name='pencarian')
    op.drop_index('ix_pencarian_dipilih', table_name='pencarian', postgresql_where=sa.text('dipilih_id IS NOT NULL'))
    op.drop_table('pencarian')
    op.drop_index('ix_impor_pengguna', table_name='impor')
    op.drop_table('impor')
    op.drop_index('uq_tugas_kunci', table_name='tugas', postgresql_where=sa.text("status IN ('antre', 'jalan')"))
    op.drop_index('ix_tugas_pengguna', table_name='tugas')
    op.drop_index('ix_tugas_berlangsung', table_name='tugas', postgresql_where=sa.text("status IN ('antre', 'jalan')"))
    op.drop_table('tugas')
    op.drop_table('saringan_tersimpan')
    op.drop_table('pemetaan_kolom')
    op.drop_table('kosakata')
    op.drop_index('ix_kata_katalog_trgm', table_name='kata_katalog', postgresql_using='gin', postgresql_ops={'kata': 'gin_trgm_ops'})
    op.drop_table('kata_katalog')
