// What every page shares: toasts, dialogs, questions, theme, and errors that belong to no cell.
const kata = JSON.parse(document.body.dataset.kata);
const cari = (pilih, dalam = document) => dalam.querySelector(pilih);

// Toasts come by HX-Trigger {"pesan": [{teks, jenis, urungkan: {url, label}}]}; htmx wraps a list in {value}.
function tampilkan({ teks, jenis = 'ok', urungkan }) {
  const rak = cari('#pesan');
  [...rak.children].find((p) => cari('p', p).textContent === teks)?.remove();
  const pesan = cari('#pesan-pola').content.firstElementChild.cloneNode(true);
  pesan.classList.add(jenis);
  cari('p', pesan).textContent = teks;
  const tombol = cari('[data-urungkan]', pesan);
  if (urungkan) Object.assign(tombol, { textContent: urungkan.label, hidden: false }).dataset.urungkan = urungkan.url;
  rak.append(pesan);
  nanti(pesan);
}
// A toast goes by itself, but not while someone is about to use it.
function nanti(pesan) {
  let jam;
  const mulai = () => { jam = setTimeout(() => pesan.remove(), 10000); };
  const tahan = () => clearTimeout(jam);
  for (const [nama, guna] of [['mouseenter', tahan], ['focusin', tahan], ['mouseleave', mulai], ['focusout', mulai]]) {
    pesan.addEventListener(nama, guna);
  }
  mulai();
}
const pesan = (teks, jenis = 'galat') => tampilkan({ teks, jenis });
document.addEventListener('pesan', (e) => [e.detail.value ?? e.detail].flat().forEach(tampilkan));
document.querySelectorAll('[data-pesan]').forEach(nanti);

// Opening and closing
let diminta;
const konfirmasi = cari('#konfirmasi');
document.addEventListener('click', (e) => {
  const kena = (pilih) => e.target.closest(pilih);
  let el;
  if ((el = kena('[data-buka]'))) {
    el.closest('details')?.removeAttribute('open');
    cari(el.dataset.buka).showModal();
  } else if (kena('[data-tutup]') || e.target.matches('dialog')) {
    kena('dialog').close();
  } else if (kena('#konfirmasi-ya')) {
    konfirmasi.close();
    diminta(true);
  } else if (kena('[data-tutup-pesan]')) {
    kena('[data-pesan]').remove();
  } else if ((el = kena('[data-urungkan]'))) {
    e.preventDefault();
    htmx.ajax('POST', el.dataset.urungkan, { source: document.body, swap: 'none' });
    kena('[data-pesan]').remove();
  }
  document.querySelectorAll('details.menu[open]').forEach((d) => { if (!d.contains(e.target)) d.open = false; });
});
document.addEventListener('tutup-dialog', () => document.querySelectorAll('dialog[open]').forEach((d) => d.close()));
document.addEventListener('htmx:confirm', (e) => {
  if (!e.detail.question) return;
  e.preventDefault();
  diminta = e.detail.issueRequest;
  cari('#konfirmasi-teks').textContent = e.detail.question;
  cari('#konfirmasi-ya').textContent = e.target.dataset.ya || kata.ya;
  konfirmasi.showModal();
});
document.addEventListener('change', (e) => {
  if (e.target.matches('[data-tema-pilih]')) document.documentElement.dataset.tema = e.target.value;
});
document.addEventListener('keydown', (e) => {
  if ((e.ctrlKey || e.metaKey) && e.key === 'k' && cari('[data-cari-utama]')) {
    e.preventDefault();
    cari('[data-cari-utama]').focus();
  } else if (e.key === 'Escape') {
    const menu = cari('details.menu[open]');
    if (menu) { menu.open = false; cari('summary', menu).focus(); }
  }
});

// Requests. An error answer never empties what it was asked for: no body, or a message that names its own place.
document.addEventListener('htmx:beforeSwap', (e) => {
  const d = e.detail;
  if (d.xhr.status < 400) return;
  const isi = d.serverResponse || '';
  if (isi.includes('data-galat')) Object.assign(d, { shouldSwap: true, swapOverride: 'none' });
  else if (!isi.trim() || /<html/i.test(isi)) d.shouldSwap = false;
});
document.addEventListener('htmx:oobErrorNoTarget', (e) => {
  if (e.detail.content.matches('[data-galat]')) pesan(e.detail.content.textContent.trim());
});
document.addEventListener('htmx:beforeRequest', (e) => e.detail.target.setAttribute('aria-busy', 'true'));
document.addEventListener('htmx:afterRequest', (e) => {
  const { xhr, elt, target, successful } = e.detail;
  target.removeAttribute('aria-busy');
  if (successful || elt.matches('[data-simpan], [data-diam]') || xhr.getResponseHeader('HX-Trigger')) return;
  if (xhr.status === 0 || xhr.status >= 500) pesan(xhr.status ? kata.rusak : kata.putus);
  else if (xhr.status === 429) pesan(kata.tunggu.replace('{n}', xhr.getResponseHeader('Retry-After') || 5));
  else if (xhr.status !== 401 && !(xhr.responseText || '').trim()) pesan(kata.tidak_ada);
});
