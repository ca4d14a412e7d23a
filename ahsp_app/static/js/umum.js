// Toasts, dialogs, forms that add a row, errors of no cell.
const { on, find, findAll } = htmx;
const kata = (htmx.kata = JSON.parse(document.body.dataset.kata));

// HX-Trigger {"pesan": [{teks, jenis, urungkan: {url, label}}]}; htmx hands a list over as {value}.
on('pesan', ({ detail }) => detail.value.forEach(pesan));
function pesan({ teks, jenis = 'galat', urungkan }) {
	const kotak = find('#pesan-pola').content.firstElementChild.cloneNode(true);
	const tombol = find(kotak, '[data-urungkan]');
	kotak.classList.add(jenis);
	find(kotak, 'p').textContent = teks;
	tombol.textContent = urungkan?.label;
	tombol.dataset.urungkan = urungkan?.url;
	for (const p of findAll('[data-pesan] > p')) if (p.textContent === teks) p.parentElement.remove();
	find('#pesan').append(kotak);
}
on('animationend', ({ target }) => target.matches('[data-pesan]') && target.remove());

on('click', (e) => {
	const kena = (pilih) => e.target.closest(pilih);
	const url = kena('[data-urungkan]')?.dataset.urungkan;
	find(kena('[data-buka]')?.dataset.buka || 'x')?.showModal();
	if (url) {
		e.preventDefault();
		htmx.ajax('POST', url, { swap: 'none' });
	}
	if (url || kena('[data-tutup-pesan]')) kena('[data-pesan]').remove();
});
on('tutup-dialog', () => find('dialog[open]')?.close());
let antre = Promise.resolve();
htmx.urut = (kerja) => (antre = antre.then(kerja).catch(() => {}));
// Emptied when sent: the next row can be typed meanwhile.
on('submit', (e) => {
	const source = e.target;
	if (!source.matches('[data-tambah]')) return;
	e.preventDefault();
	e.stopPropagation();
	const values = Object.fromEntries(new FormData(source));
	const isian = [...source.elements].filter((el) => 'titip' in el.dataset);
	isian.forEach((el) => { el.value = ''; });
	isian[0].focus();
	htmx.urut(() => {
		const form = find('#' + source.id);
		const selesai = ({ detail }) => detail.successful || isian.forEach(({ id, name }) => { find('#' + id).value = values[name]; });
		form.addEventListener('htmx:afterRequest', selesai, { once: true });
		return htmx.ajax('POST', form.action, { source: form, values });
	});
}, true);
// An answer takes focus from no field, but for a fault in its form.
on('htmx:afterSwap', ({ detail: { xhr } }) => findAll('[autofocus]').forEach((el) => {
	const { form } = document.activeElement;
	if (form !== undefined && (xhr.status < 400 || form !== el.form)) el.autofocus = false;
}));

// An error empties nothing: it has no body, or names its own place (data-galat).
on('htmx:beforeSwap', ({ detail }) => {
	const { xhr, serverResponse } = detail;
	if (xhr.status < 400) return;
	if (serverResponse.includes('data-galat')) Object.assign(detail, { shouldSwap: true, swapOverride: 'none' });
	else if (!serverResponse.trim()) detail.shouldSwap = false;
});
on('htmx:oobErrorNoTarget', ({ detail: { content } }) => content.matches('[data-galat]') && pesan({ teks: content.textContent }));
on('htmx:beforeRequest', ({ detail: { elt, target } }) => { target.ariaBusy = elt !== target; });
on('htmx:afterRequest', ({ detail: { xhr, elt, target } }) => {
	target.ariaBusy = null;
	const teks = kata[xhr.status] || (xhr.status > 499 && kata[500]);
	if (teks && !elt.matches('[data-simpan], [data-diam]') && !xhr.getResponseHeader('HX-Trigger')) pesan({ teks });
});
