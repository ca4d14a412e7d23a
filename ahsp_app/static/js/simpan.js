// Saving (docs/adr/0005). A cell (data-simpan) knows what was committed last (diminta), what is under way
// (dikirim), and its tahap: kirim, belum, salah, bentrok.
const { on, find, findAll, kata } = htmx;
const papan = find('#status-simpan');
const aktif = (el) => el === document.activeElement;
const ikut = (el) => el.matches?.('[data-simpan]');
const tahap = (el) => el.dataset.tahap;
const nilai = (el) => (el.type === 'checkbox' ? String(+el.checked) : el.value);
const isi = (el, teks) => { if (el.type === 'checkbox') el.checked = +teks; else el.value = teks; };
const asal = (el) => el.dataset.rumus || el.dataset.asal;
const diketik = (el) => ikut(el) && nilai(el) !== (tahap(el) ? el.diminta : asal(el));
const terbuka = () => [...findAll('[data-simpan]')].filter((el) => tahap(el) || (aktif(el) && diketik(el)));
const kirim = (el) => htmx.trigger(el, 'simpan');

function tandai(el, kini, teks) {
	const slot = find(`#${el.id}-galat`);
	const { classList } = el.parentElement;
	classList.remove('kirim', 'belum', 'salah', 'bentrok');
	if (kini) classList.add(kini);
	el.dataset.tahap = kini;
	el.ariaInvalid = kini === 'salah' || null;
	if (teks !== undefined && slot.textContent !== teks) slot.textContent = teks;
	tampil();
}
function tampil() {
	const ada = (kini) => findAll(`[data-tahap=${kini}]`).length;
	const belum = ada('belum') + ada('salah');
	const status = ada('bentrok') ? 'bentrok' : belum ? 'belum' : ada('kirim') ? 'menyimpan' : 'tersimpan';
	const teks = kata[status].replace('{n}', belum);
	if (!papan) return;
	papan.dataset.status = status;
	if (papan.textContent !== teks) papan.textContent = teks;
}

// Committed by hand (change) or again (simpan); what is saved or on its way is not sent.
function catat(e) {
	const el = e.target;
	if (!ikut(el)) return;
	if (e.type === 'change' && !diketik(el)) return e.stopPropagation();
	el.diminta = nilai(el);
	if (tahap(el) !== 'belum') tandai(el, 'kirim');
}
on('change', catat, true);
on('simpan', catat, true);
// A script may have set the text: no change event.
on('focusout', ({ target }) => diketik(target) && target.dispatchEvent(new Event('change', { bubbles: true })), true);
// A save that waited sends what was committed, not what is being typed.
on('htmx:configRequest', ({ target, detail }) => {
	target.dikirim = target.diminta;
	if (ikut(target) && target.type !== 'checkbox') detail.parameters[target.name] = target.diminta;
});
on('htmx:afterRequest', ({ target, detail }) => {
	if (ikut(target) && target === detail.elt) jawab(target, detail.xhr);
	findAll('#sel-baru > *').forEach(terapkan);
});
function jawab(el, xhr) {
	const { status } = xhr;
	const detik = xhr.getResponseHeader('Retry-After') || 5;
	if (status === 429) return tunda(el, kata.cepat.replace('{n}', detik), detik);
	if (!status || status > 499) return tunda(el, status ? kata.server : kata.jaringan);
	if (status < 300) {
		Object.assign(el.dataset, { asal: el.dikirim, rumus: '' });
		if (el.diminta === el.dikirim) tandai(el, '', '');
	} else if (status !== 409) {
		tandai(el, 'salah', xhr.response.includes('data-galat') ? undefined : kata.tolak);
	} else if (find(`[data-pakai="${el.id}"][data-rekan]`)?.value === el.dikirim) {
		kirim(el); // equal: our own change, whose answer got lost
	} else tandai(el, 'bentrok');
	gagal = 0;
	ulang();
}

// One cell asks again; when it is answered, all go.
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
addEventListener('beforeunload', (e) => { if (terbuka().length) e.preventDefault(); });

// A conflict ends when either value is saved on top of the present version.
on('click', ({ target }) => {
	const el = find('#' + target.dataset.pakai);
	if (!el) return;
	isi(el, target.value);
	el.focus();
	kirim(el);
});
// Esc (kisi.js) brings back what is saved.
on('pulihkan', ({ target: el }) => {
	if (tahap(el) === 'bentrok') return;
	isi(el, asal(el));
	if (tahap(el) === 'salah') tandai(el, '', '');
	else if (tahap(el)) kirim(el);
});

// New contents for a field that has nothing unsaved.
function terapkan(baru) {
	const el = find('#' + baru.dataset.untuk);
	const { rumus } = baru.dataset;
	baru.remove();
	if (!el || tahap(el)) return;
	const biarkan = aktif(el) && diketik(el);
	Object.assign(el.dataset, { asal: baru.value, rumus });
	el.parentElement.classList.toggle('fx', rumus);
	if (!biarkan) isi(el, aktif(el) ? asal(el) : baru.value);
}
// A replaced row hands its unsaved text to the new one.
const titipan = new Set();
on('htmx:beforeSwap', () => terbuka().forEach((el) => titipan.add(el)));
on('htmx:afterSettle', () => {
	for (const lama of titipan) {
		const el = !lama.isConnected && find('#' + lama.id);
		if (!el) continue;
		isi(el, nilai(lama));
		if (tahap(lama)) kirim(el);
	}
	titipan.clear();
	tampil();
});
