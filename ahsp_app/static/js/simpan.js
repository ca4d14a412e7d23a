// The state of saving (docs/adr/0005-inline-edit-protocol.md). htmx sends the cells marked data-simpan; this file watches,
// says what is not saved yet, and tries again. Nothing typed is lost while the page is open.
const kata = JSON.parse(document.body.dataset.kata);
const papan = document.getElementById('status-simpan');
const keadaan = new Map(); // cell -> 'kirim' | 'belum' | 'salah' | 'bentrok'
const diminta = new WeakMap(); // cell -> the value that was last committed
const dikirim = new WeakMap(); // cell -> the value of the request under way
const JEDA = [1, 2, 4, 8, 15];
let gagal = 0;
let jam = 0;

const ikut = (el) => el instanceof Element && el.matches('[data-simpan]');
const nilai = (el) => (el.type === 'checkbox' ? (el.checked ? '1' : '') : el.value);
const isi = (el, teks) => { if (el.type === 'checkbox') el.checked = teks === '1'; else el.value = teks; };
const asal = (el) => el.dataset.rumus || el.dataset.asal;
const diketik = (el) => ikut(el) && nilai(el) !== (keadaan.has(el) ? diminta.get(el) : asal(el)) && nilai(el) !== el.dataset.asal;

function tampil() {
  for (const el of keadaan.keys()) if (!el.isConnected) keadaan.delete(el);
  const semua = [...keadaan.values()];
  const belum = semua.filter((k) => k === 'belum' || k === 'salah').length;
  const bentrok = semua.filter((k) => k === 'bentrok').length;
  const status = bentrok ? 'bentrok' : belum ? 'belum' : semua.length ? 'menyimpan' : 'tersimpan';
  if (!papan) return;
  papan.dataset.status = status;
  const teks = kata[status].replace('{n}', bentrok || belum);
  if (papan.textContent !== teks) papan.textContent = teks;
}

function tandai(el, baru, teks) {
  const kelas = (el.closest('td') || el.parentElement).classList;
  kelas.remove('belum', 'salah', 'bentrok');
  if (baru) { keadaan.set(el, baru); if (baru !== 'kirim') kelas.add(baru); } else keadaan.delete(el);
  if (baru === 'salah') el.setAttribute('aria-invalid', 'true'); else el.removeAttribute('aria-invalid');
  const slot = document.getElementById(el.id + '-galat');
  if (slot && teks !== undefined && slot.textContent !== teks) {
    slot.textContent = teks;
    slot.className = 'galat';
  }
  tampil();
}

// A value is committed: by hand (change), or by kisi.js and the retries below (simpan). An unchanged one is not sent.
document.addEventListener('change', (e) => {
  const el = e.target;
  if (!ikut(el)) return;
  if (!keadaan.has(el) && nilai(el) === asal(el)) return e.stopPropagation();
  catat(el);
}, true);
document.addEventListener('simpan', (e) => { if (ikut(e.target)) catat(e.target); }, true);
function catat(el) {
  diminta.set(el, nilai(el));
  if (keadaan.get(el) !== 'belum') tandai(el, 'kirim');
}
const kirim = (el) => htmx.trigger(el, 'simpan');

document.addEventListener('htmx:configRequest', (e) => { if (ikut(e.detail.elt)) dikirim.set(e.detail.elt, nilai(e.detail.elt)); });
document.addEventListener('htmx:afterRequest', (e) => {
  const { elt, xhr, successful } = e.detail;
  if (ikut(elt) && e.target === elt) jawab(elt, xhr, successful);
  terapkan();
});

function jawab(el, xhr, berhasil) {
  const status = xhr.status;
  if (status === 0 || status >= 500) return tunda(el, status ? kata.server : kata.jaringan);
  if (status === 429) {
    const detik = Number(xhr.getResponseHeader('Retry-After')) || 5;
    return tunda(el, kata.cepat.replace('{n}', detik), detik);
  }
  if (berhasil) {
    el.dataset.asal = dikirim.get(el);
    el.dataset.rumus = '';
    if (diminta.get(el) === dikirim.get(el)) tandai(el, null, '');
  } else if (status === 409) {
    const rekan = document.querySelector(`[data-pakai="${el.id}"][data-rekan]`);
    if (rekan?.value === dikirim.get(el)) return kirim(el); // an answer got lost on the way: it is our own change
    tandai(el, 'bentrok');
  } else {
    tandai(el, 'salah', xhr.responseText.includes('data-galat') ? undefined : status === 404 ? kata.hilang : kata.tolak);
  }
  gagal = 0;
  clearTimeout(jam);
  jam = 0;
  belum().forEach(kirim);
}

// The server did not take it: keep the text, say so, and try again. One cell asks first; when it is through, all go.
const belum = () => [...keadaan].filter(([el, k]) => k === 'belum' && el.isConnected).map(([el]) => el);
function tunda(el, teks, detik) {
  tandai(el, 'belum', teks);
  jam ||= setTimeout(coba, 1000 * (detik ?? JEDA[Math.min(gagal++, 4)]));
}
function coba() {
  jam = 0;
  const daftar = belum();
  const el = daftar.find((x) => x !== document.activeElement || nilai(x) === diminta.get(x));
  if (el) kirim(el); else if (daftar.length) jam = setTimeout(coba, 1000);
}
addEventListener('online', () => { gagal = 0; clearTimeout(jam); coba(); });
addEventListener('beforeunload', (e) => { if (keadaan.size || diketik(document.activeElement)) e.preventDefault(); });

// A conflict is settled by saving one of the two values on top of the version that is there now.
document.addEventListener('click', (e) => {
  const tombol = e.target.closest('[data-pakai]');
  const el = tombol && document.getElementById(tombol.dataset.pakai);
  if (!el) return;
  isi(el, tombol.value);
  el.focus();
  kirim(el);
});

// New contents for fields: (field, text, formula). Whatever is being typed or is not saved yet stays.
function terapkan() {
  for (const data of document.querySelectorAll('#sel-baru data')) {
    const el = document.getElementById(data.dataset.untuk);
    data.remove();
    if (!el || keadaan.has(el)) continue;
    const sibuk = el === document.activeElement && diketik(el);
    Object.assign(el.dataset, { asal: data.value, rumus: data.dataset.rumus || '' });
    el.closest('td')?.classList.toggle('fx', !!data.dataset.rumus);
    if (!sibuk) isi(el, el === document.activeElement ? asal(el) : data.value);
  }
}

// A row that is replaced while something in it is unsaved gives its text to the new row.
let ketikan;
document.addEventListener('htmx:beforeSwap', () => {
  const el = document.activeElement;
  ketikan = diketik(el) && { el, teks: nilai(el) };
});
document.addEventListener('htmx:afterSettle', () => {
  for (const [lama, k] of [...keadaan]) {
    const el = lama.isConnected ? null : document.getElementById(lama.id);
    if (!el) continue;
    keadaan.delete(lama);
    isi(el, nilai(lama));
    if (k === 'salah') tandai(el, k, ''); else kirim(el);
  }
  if (ketikan && !ketikan.el.isConnected) {
    const el = document.getElementById(ketikan.el.id);
    if (el) isi(el, ketikan.teks);
    ketikan = null;
  }
  tampil();
});
document.querySelectorAll('[data-simpan][aria-invalid=true]').forEach((el) => tandai(el, 'salah'));

// For kisi.js: Esc brings back what is saved, also when something else is already on its way.
document.addEventListener('pulihkan', (e) => {
  const el = e.target;
  const k = keadaan.get(el);
  isi(el, asal(el));
  if (k === 'salah') tandai(el, null, '');
  else if (k) kirim(el);
});
