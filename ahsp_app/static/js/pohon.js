// The tree of works: a flat table whose rows carry data-lv. Headings collapse; rows move by pointer or by Alt + arrows.
// A move posts to data-pindah; the answer brings the new tree out of band.
const tingkat = (tr) => Number(tr.dataset.lv);
const semua = (tabel) => [...tabel.querySelectorAll('tr[data-lv]')];
const kunci = (tabel) => 'lipat:' + tabel.dataset.pohon;
const lipatan = (tabel) => new Set(JSON.parse(sessionStorage.getItem(kunci(tabel)) || '[]'));

function lukis(tabel) {
  const tertutup = lipatan(tabel);
  let batas = Infinity;
  for (const tr of semua(tabel)) {
    if (tingkat(tr) <= batas) batas = Infinity;
    tr.hidden = tingkat(tr) > batas;
    const tombol = tr.querySelector('[data-lipat]');
    if (!tombol) continue;
    tombol.setAttribute('aria-expanded', String(!tertutup.has(tr.id)));
    if (!tr.hidden && tertutup.has(tr.id)) batas = tingkat(tr);
  }
}
function lipat(tabel, ubah) {
  const tertutup = lipatan(tabel);
  ubah(tertutup);
  sessionStorage.setItem(kunci(tabel), JSON.stringify([...tertutup]));
  lukis(tabel);
}
document.addEventListener('click', (e) => {
  const tr = e.target.closest('[data-lipat]')?.closest('tr');
  if (tr) return lipat(tr.closest('table'), (s) => { if (!s.delete(tr.id)) s.add(tr.id); });
  const sampai = e.target.closest('[data-lipat-sampai]');
  if (!sampai) return;
  const tabel = document.querySelector('[data-pohon]');
  const dalam = Number(sampai.dataset.lipatSampai);
  lipat(tabel, (s) => {
    s.clear();
    for (const tr of semua(tabel)) if (dalam && tingkat(tr) >= dalam && tr.querySelector('[data-lipat]')) s.add(tr.id);
  });
});
htmx.onLoad(() => document.querySelectorAll('[data-pohon]').forEach(lukis));

// Moves go one after another, each with the version that the one before has left.
let antre = Promise.resolve();
function pindah(tr, isi) {
  const { id } = tr;
  const fokus = document.activeElement.id;
  antre = antre.then(async () => {
    const kini = document.getElementById(id);
    if (!kini) return;
    const versi = document.getElementById(id + '-versi')?.value ?? '';
    await htmx.ajax('POST', kini.dataset.pindah, { source: kini, swap: 'none', values: { ...isi, versi } });
    if (document.activeElement === document.body) document.getElementById(fokus)?.focus();
  }).catch(() => {});
}
const ARAH = { ArrowUp: 'naik', ArrowDown: 'turun', ArrowLeft: 'keluar', ArrowRight: 'masuk' };
document.addEventListener('keydown', (e) => {
  if (e.key === 'Escape' && geser) return selesai();
  const tr = e.altKey && ARAH[e.key] && e.target.closest('tr[data-pindah]');
  if (!tr) return;
  e.preventDefault();
  pindah(tr, { arah: ARAH[e.key] });
});

// Dragging, with any pointer: the line shows where the row will be.
let geser = null; // {tr, keturunan, tujuan, posisi}
const KELAS = { sebelum: 'di-atas', sesudah: 'di-bawah', dalam: 'ke-dalam' };
function selesai() {
  geser.tujuan?.classList.remove(...Object.values(KELAS));
  geser.keluarga.forEach((tr) => tr.classList.remove('digeser'));
  document.documentElement.classList.remove('menggeser');
  geser = null;
}
document.addEventListener('pointerdown', (e) => {
  const tr = e.button === 0 && e.target.closest('[data-geser]')?.closest('tr[data-pindah]');
  if (!tr) return;
  const daftar = semua(tr.closest('table'));
  const mulai = daftar.indexOf(tr);
  let akhir = mulai + 1;
  while (daftar[akhir] && tingkat(daftar[akhir]) > tingkat(tr)) akhir += 1;
  geser = { tr, keluarga: daftar.slice(mulai, akhir) };
  e.target.closest('[data-geser]').setPointerCapture(e.pointerId);
});
document.addEventListener('pointermove', (e) => {
  if (!geser) return;
  geser.keluarga.forEach((tr) => tr.classList.add('digeser'));
  document.documentElement.classList.add('menggeser');
  gulung(geser.tr.closest('.lembar'), e.clientY);
  geser.tujuan?.classList.remove(...Object.values(KELAS));
  const tuju = document.elementFromPoint(e.clientX, e.clientY)?.closest('tr[data-lv]');
  geser.tujuan = tuju && !geser.keluarga.includes(tuju) ? tuju : null;
  if (!geser.tujuan) return;
  const { top, height } = tuju.getBoundingClientRect();
  const bagian = (e.clientY - top) / height;
  const judul = tuju.hasAttribute('data-judul');
  geser.posisi = bagian < (judul ? 0.28 : 0.5) ? 'sebelum' : judul && bagian < 0.8 ? 'dalam' : 'sesudah';
  tuju.classList.add(KELAS[geser.posisi]);
});
function gulung(kotak, y) {
  const { top, bottom } = kotak.getBoundingClientRect();
  if (y < top + 40) kotak.scrollTop -= 14; else if (y > bottom - 40) kotak.scrollTop += 14;
}
document.addEventListener('pointerup', () => {
  if (!geser) return;
  const { tr, tujuan, posisi } = geser;
  selesai();
  if (tujuan) pindah(tr, { tujuan: tujuan.id, posisi });
});
document.addEventListener('pointercancel', () => geser && selesai());
