// Keys of a sheet: one listener for every table. A cell is an input or select inside td.in; data-kol names its column.
const kata = JSON.parse(document.body.dataset.kata);
const SEL = 'td.in > [data-kol]';
const bisa = (el) => el.offsetParent && !el.disabled && !el.readOnly;
const kolom = (el) => [...el.closest('table').querySelectorAll(`td.in > [data-kol="${el.dataset.kol}"]`)].filter(bisa);
const baris = (el) => [...el.closest('tr').querySelectorAll(SEL)].filter(bisa);
const tetangga = (daftar, el, arah) => daftar[daftar.indexOf(el) + arah];
const teks = (el) => el.matches('input:not([type=checkbox])');
const punyaKeadaan = (el) => el.closest('td').matches('.belum, .salah, .bentrok');

function ke(el) {
  if (!el) return false;
  el.focus();
  return true;
}
function tetapkan(el, nilai) {
  if (el.type === 'checkbox') el.checked = /^(1|ya|x|v)$/i.test(nilai.trim()); else el.value = nilai;
  el.dispatchEvent(new Event('change', { bubbles: true }));
}
function enter(el, arah) {
  const tabel = el.closest('table');
  if (tabel.dataset.enter === 'kanan') {
    const semua = [...tabel.querySelectorAll(SEL)].filter(bisa);
    return ke(tetangga(semua, el, arah));
  }
  return ke(tetangga(kolom(el), el, arah));
}

document.addEventListener('keydown', (e) => {
  const el = e.target;
  if (e.defaultPrevented || !el.matches?.(SEL)) return umum(e);
  const polos = !e.ctrlKey && !e.altKey && !e.metaKey;
  const { selectionStart: a, selectionEnd: b } = teks(el) ? el : {};
  const semua = teks(el) && a === 0 && b === el.value.length;
  let kena = false;
  if (e.key === 'Enter' && polos) {
    kena = true;
    if (!enter(el, e.shiftKey ? -1 : 1)) { el.blur(); el.focus(); }
  } else if (e.key === 'Escape') {
    htmx.trigger(el, 'pulihkan');
    if (teks(el)) el.select();
    kena = true;
  } else if (e.key === 'F2' && teks(el)) {
    el.setSelectionRange(el.value.length, el.value.length);
    kena = true;
  } else if (e.key.toLowerCase() === 'd' && e.ctrlKey && !e.altKey) {
    const atas = tetangga(kolom(el), el, -1);
    if (atas) tetapkan(el, atas.type === 'checkbox' ? (atas.checked ? '1' : '') : atas.dataset.rumus || atas.value);
    kena = true;
  } else if (polos && !e.shiftKey && !el.matches('select')) {
    if (e.key === 'ArrowDown') kena = ke(tetangga(kolom(el), el, 1));
    else if (e.key === 'ArrowUp') kena = ke(tetangga(kolom(el), el, -1));
    else if (e.key === 'ArrowRight' && (!teks(el) || semua || a === el.value.length)) kena = ke(tetangga(baris(el), el, 1));
    else if (e.key === 'ArrowLeft' && (!teks(el) || semua || b === 0)) kena = ke(tetangga(baris(el), el, -1));
  }
  if (kena) e.preventDefault(); else umum(e);
});

// Keys of the page: the list of keys, and the next problem.
function umum(e) {
  const el = e.target;
  if (e.key === '?' && !e.ctrlKey && !(el.matches('textarea, input:not([type=checkbox])') && el.inputMode !== 'decimal')) {
    e.preventDefault();
    document.getElementById('bantuan-tombol').showModal();
  } else if (e.key === 'F8') {
    e.preventDefault();
    masalah(e.shiftKey ? -1 : 1);
  }
}
function masalah(arah) {
  const daftar = [...document.querySelectorAll('[data-masalah], td.salah, td.belum, td.bentrok')].filter((x) => x.offsetParent);
  const kini = document.activeElement;
  const lewat = (x) => (arah > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING) & kini.compareDocumentPosition(x) && !x.contains(kini);
  if (arah < 0) daftar.reverse();
  const tuju = daftar.find(lewat) || daftar[0];
  if (!tuju) return document.dispatchEvent(new CustomEvent('pesan', { detail: [{ teks: kata.bersih }] }));
  const isi = tuju.matches('[data-kol]') ? tuju : tuju.querySelector(`${SEL}, [data-kol], a, button`) || tuju;
  if (isi === tuju) tuju.tabIndex = -1;
  isi.focus();
  tuju.scrollIntoView({ block: 'nearest' });
}

// A block copied from a spreadsheet: tabs between cells, a line a row, from this cell on to the right and down.
document.addEventListener('paste', (e) => {
  const el = e.target;
  const isi = e.clipboardData.getData('text/plain').replace(/\r/g, '').replace(/\n$/, '');
  if (!el.matches?.(SEL) || !/[\t\n]/.test(isi)) return;
  e.preventDefault();
  const tegak = kolom(el);
  let sisa = 0;
  isi.split('\n').forEach((satu, i) => {
    const awal = tegak[tegak.indexOf(el) + i];
    const sel = awal ? baris(awal) : [];
    satu.split('\t').forEach((nilai, j) => {
      const tuju = awal && sel[sel.indexOf(awal) + j];
      if (tuju) tetapkan(tuju, nilai.trim()); else sisa += 1;
    });
  });
  if (sisa) document.dispatchEvent(new CustomEvent('pesan', { detail: [{ teks: kata.sisa.replace('{n}', sisa), jenis: 'galat' }] }));
});

// A cell shows its result; with the focus it shows its formula, all selected, so that typing replaces it.
let baru;
document.addEventListener('focusin', (e) => {
  const el = e.target;
  if (!el.matches(SEL) || !teks(el)) return;
  if (el.dataset.rumus && el.value === el.dataset.asal) el.value = el.dataset.rumus;
  el.select();
  baru = el;
});
document.addEventListener('click', (e) => {
  if (baru === e.target && baru.selectionStart === baru.selectionEnd) baru.select();
  baru = null;
});
document.addEventListener('focusout', (e) => {
  const el = e.target;
  if (el.matches(SEL) && !punyaKeadaan(el) && el.value === el.dataset.rumus) el.value = el.dataset.asal;
});
htmx.onLoad((akar) => {
  for (const el of akar.querySelectorAll('td.in > [data-rumus]:not([data-rumus=""])')) {
    if (el !== document.activeElement && el.value === el.dataset.rumus) el.value = el.dataset.asal;
  }
});
