// Saving (docs/adr/0005): diminta was committed last, dikirim is under way, tahap is kirim, belum, salah or bentrok.
const { on, find, findAll, kata } = htmx;
const papan = find('#status-simpan');
const aktif = (el) => el === document.activeElement;
const ikut = (el) => el.matches?.('[data-simpan]');
const tahap = (el) => el.dataset.tahap;
const asal = (el) => el.dataset.rumus || el.dataset.asal;
const diketik = (el) => ikut(el) && el.value !== (tahap(el) ? el.diminta : asal(el));
const terbuka = () => [...findAll('[data-simpan], [data-titip]')].filter((el) => (ikut(el) ? tahap(el) || (aktif(el) && diketik(el)) : el.value));
const kirim = (el) => htmx.trigger(el, 'simpan');
const kotor = () => findAll('[data-tahap=kotor], [data-jaga] [aria-invalid]').length;

function tandai(el, kini, teks) {
	const slot = find(`#${el.id}-galat`);
	el.parentElement.classList.remove('salah');
	el.dataset.tahap = kini;
	el.ariaInvalid = kini === 'salah' || null;
	if (teks !== undefined && slot.textContent !== teks) slot.textContent = teks;
	tampil();
}
function tampil() {
	const ada = (kini) => findAll(`[data-tahap=${kini}]`).length;
	const belum = ada('belum') + ada('salah') + kotor();
	const status = ada('bentrok') ? 'bentrok' : belum ? 'belum' : ada('kirim') ? 'menyimpan' : 'tersimpan';
	const teks = kata[status].replace('{n}', belum);
	papan.dataset.status = status;
	if (papan.textContent !== teks) papan.textContent = teks;
}

function catat(e) {
	const el = e.target;
	if (!ikut(el)) return;
	if (tukar || (e.type === 'change' && !diketik(el))) return e.stopPropagation();
	el.diminta = el.value;
	if (tahap(el) !== 'belum') tandai(el, 'kirim');
}
on('change', catat, true);
on('simpan', catat, true);
on('focusout', ({ target }) => diketik(target) && htmx.trigger(target, 'change'), true);
// What was committed, not what is being typed. Basi: another changed this cell; offer both.
on('htmx:configRequest', ({ target, detail: { parameters } }) => {
	target.dikirim = target.diminta;
	if (ikut(target)) parameters[target.name] = target.diminta;
	if (target.basi) parameters.versi = 0;
	target.basi = 0;
});
// Cells of a session that ended wait for the next one and its token.
on('htmx:beforeOnLoad', (e) => ikut(e.target) && e.detail.xhr.getResponseHeader('HX-Redirect') && e.preventDefault());
on('token', ({ detail }) => document.body.setAttribute('hx-headers', `{"X-CSRFToken":"${detail.value}"}`));
on('htmx:afterRequest', ({ target, detail }) => {
	tukar = 0;
	if (ikut(target) && target === detail.elt) jawab(target, detail.xhr);
	findAll('#sel-baru > *').forEach(terapkan);
});
function jawab(el, xhr) {
	const { status } = xhr;
	const detik = xhr.getResponseHeader('Retry-After');
	if ([0, 401, 429].includes(status) || status > 499) return tunda(el, (kata['sel' + status] || kata.sel500).replace('{n}', detik), detik);
	if (status < 300) {
		Object.assign(el.dataset, { asal: el.dikirim, rumus: '' });
		if (el.diminta === el.dikirim) tandai(el, '', '');
	} else if (status === 409) tandai(el, 'bentrok');
	else tandai(el, 'salah', xhr.response.includes('data-galat') ? undefined : kata.tolak);
	gagal = 0;
	ulang();
}

let gagal = 0;
let jam;
function tunda(el, teks, detik) {
	tandai(el, 'belum', teks);
	jam ||= setTimeout(ulang, 1000 * (detik || [1, 2, 4, 8][gagal++] || 15), 1);
}
function ulang(banyak) {
	clearTimeout(jam);
	jam = 0;
	[...findAll('[data-tahap=belum]')].filter((x) => !aktif(x) || !diketik(x)).slice(0, banyak).forEach(kirim);
}
addEventListener('online', () => ulang());
addEventListener('beforeunload', (e) => { if (terbuka()[0] || kotor()) e.preventDefault(); });
on('input', ({ target: { form } }) => {
	if (!form?.matches('[data-jaga]')) return;
	form.dataset.tahap = 'kotor';
	tampil();
});
on('submit', ({ target }) => target.matches('[hx-post]') || delete target.dataset.tahap);

on('click', ({ target }) => {
	const el = find('#' + target.dataset.pakai);
	if (!el) return;
	el.value = target.value;
	el.focus();
	kirim(el);
});
on('pulihkan', ({ target: el }) => {
	if (tahap(el) === 'bentrok') return;
	el.value = asal(el);
	if (tahap(el) === 'salah') tandai(el, '', '');
	else if (tahap(el)) kirim(el);
});

function terapkan(baru) {
	const el = find('#' + baru.dataset.untuk);
	const { rumus, segar } = baru.dataset;
	baru.remove();
	if (!el) return;
	const biarkan = aktif(el) && diketik(el);
	if (segar && (biarkan || tahap(el)) && asal(el) !== (rumus || baru.value)) el.basi = 1;
	if (tahap(el)) return;
	Object.assign(el.dataset, { asal: baru.value, rumus });
	el.parentElement.classList.toggle('fx', rumus);
	if (!biarkan) el.value = aktif(el) ? asal(el) : baru.value;
}
// A replaced field hands over what is typed meanwhile.
let titipan = [];
let tukar; // a removed field fires a change
on('htmx:beforeSwap', () => {
	titipan.push(...terbuka());
	tukar = 1;
});
on('htmx:afterSwap', () => titipan.forEach((lama) => {
	const el = !lama.isConnected && !lama.baru && find('#' + lama.id);
	if (!el) return;
	lama.baru = el;
	el.value = lama.value;
	if (aktif(el) && lama.selectionStart != null) el.setSelectionRange(lama.selectionStart, lama.selectionEnd);
	if (tahap(lama)) tandai(el, 'kirim');
}));
on('htmx:afterSettle', () => {
	for (const { baru } of titipan) if (baru && tahap(baru)) kirim(baru);
	titipan = [];
	tampil();
});
