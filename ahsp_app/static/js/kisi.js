// Keys of a sheet; data-kol names a cell's column.
const { on, find, findAll, trigger } = htmx;
const SEL = 'td.in > [data-kol]';
const sel = (akar, kol = '') => [...findAll(akar, SEL + kol)].filter((x) => x.offsetParent && !x.disabled);
const tegak = (el) => sel(el.closest('table'), `[data-kol="${el.dataset.kol}"]`);
const datar = (el) => sel(el.closest('tr'));
const teks = (el) => /^text/.test(el.type);
function tetapkan(el, nilai) {
	el.value = nilai;
	trigger(el, 'change');
}

function tekan({ key, shiftKey, ctrlKey, altKey, metaKey }, el) {
	const { selectionStart: a, selectionEnd: b, value } = el;
	const ketik = teks(el);
	const di = (daftar, n) => daftar[daftar.indexOf(el) + n];
	const ke = (daftar, n) => di(daftar, n) && !di(daftar, n).focus();
	const ujung = (i) => !ketik || b - a === value.length || (a === i && b === i);
	if (ctrlKey && key === 'd') {
		const atas = di(tegak(el), -1);
		if (atas && ketik) tetapkan(el, atas.dataset.rumus || atas.value);
	} else if (ctrlKey || altKey || metaKey) return false;
	else if (key === 'Enter') {
		const tabel = el.closest('table');
		if (ke(tabel.dataset.enter ? sel(tabel) : tegak(el), shiftKey ? -1 : 1)) return true;
		el.blur(); // the last one: commit and stay
		el.focus();
	} else if (key === 'Escape') {
		trigger(el, 'pulihkan');
		if (ketik) el.select();
	} else if (key === 'F2' && ketik) el.setSelectionRange(1e9, 1e9);
	else if (shiftKey || el.matches('select')) return false;
	else if (key === 'ArrowDown') return ke(tegak(el), 1);
	else if (key === 'ArrowUp') return ke(tegak(el), -1);
	else if (key === 'ArrowRight') return ujung(value.length) && ke(datar(el), 1);
	else return key === 'ArrowLeft' && ujung(0) && ke(datar(el), -1);
	return true;
}
const cari = () => find('[data-cari-utama]')?.select();
on('cari', () => find('.volume :focus') && cari());
on('keydown', (e) => {
	const { target: el, key } = e;
	if (key === (e.ctrlKey || e.metaKey ? 'k' : el.matches('.temuan *') && 'Escape')) cari();
	else if (key === 'F8') masalah(e.shiftKey ? -1 : 1);
	else if (key === '?' && (el.inputMode === 'decimal' || !el.matches('input, textarea'))) find('#bantuan-tombol').showModal();
	else if (!el.matches(SEL) || !tekan(e, el)) return;
	e.preventDefault();
});
function masalah(arah) {
	const daftar = [...findAll('[data-masalah], [data-tahap=salah], [data-tahap=belum], [data-tahap=bentrok], .perlu:has(> :placeholder-shown)')].filter((x) => x.offsetParent);
	const i = daftar.findIndex((x) => x.matches(':focus-within')) + arah;
	const tuju = daftar.at(i % daftar.length);
	if (tuju) (find(tuju, SEL) || find(tuju, 'a, button') || tuju).focus();
}

on('paste', (e) => {
	const el = e.target;
	const blok = e.clipboardData.getData('text/plain').replace(/\r|\n$/g, '');
	if (!el.matches(SEL) || !/[\t\n]/.test(blok)) return;
	e.preventDefault();
	const kolom = tegak(el);
	let sisa = 0;
	blok.split('\n').forEach((baris, i) => {
		const awal = kolom[kolom.indexOf(el) + i];
		const daftar = awal ? datar(awal) : [];
		baris.split('\t').forEach((nilai, j) => {
			const tuju = daftar[daftar.indexOf(awal) + j];
			if (tuju) tetapkan(tuju, nilai.trim());
			else sisa++;
		});
	});
	if (sisa) trigger(el, 'pesan', { value: [{ teks: htmx.kata.sisa.replace('{n}', sisa) }] });
});

// A focused cell shows its formula, others their result.
let baru;
on('focusin', ({ target: el }) => {
	if (!el.matches(SEL) || !teks(el)) return;
	if (el.dataset.rumus && el.value === el.dataset.asal) el.value = el.dataset.rumus;
	el.select();
	baru = el;
});
on('click', ({ target: el }) => {
	if (baru === el && el.selectionStart === el.selectionEnd) el.select();
	baru = null;
});
const hasil = (el) => { if (!el.dataset.tahap && el.value === el.dataset.rumus) el.value = el.dataset.asal; };
on('focusout', ({ target }) => hasil(target));
htmx.onLoad((akar) => findAll(akar, SEL).forEach((el) => el.matches(':focus') || hasil(el)));
