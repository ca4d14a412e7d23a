// Toasts, dialogs, questions, theme, and errors that belong to no cell.
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
	nanti(kotak);
}
// A toast goes by itself, but not while someone is about to use it.
const nanti = (p) => setTimeout(() => (p.matches(':hover, :focus-within') ? nanti(p) : p.remove()), 10000);
findAll('[data-pesan]').forEach(nanti);

let lanjutkan;
on('click', (e) => {
	const kena = (pilih) => e.target.closest(pilih);
	const url = kena('[data-urungkan]')?.dataset.urungkan;
	find(kena('[data-buka]')?.dataset.buka || 'no-el')?.showModal();
	kena('[data-tutup]')?.closest('dialog').close();
	if (kena('#konfirmasi-ya')) lanjutkan(true);
	if (url) {
		e.preventDefault();
		htmx.ajax('POST', url, { swap: 'none' });
	}
	if (url || kena('[data-tutup-pesan]')) kena('[data-pesan]').remove();
});
on('tutup-dialog', () => find('dialog[open]')?.close());
on('htmx:confirm', (e) => {
	const { question, issueRequest, elt } = e.detail;
	if (!question) return;
	e.preventDefault();
	lanjutkan = issueRequest;
	find('#konfirmasi-teks').textContent = question;
	find('#konfirmasi-ya').textContent = elt.dataset.ya || kata.ya;
	find('#konfirmasi').showModal();
});
on('change', ({ target }) => {
	if (target.matches('[data-tema-pilih]')) document.documentElement.dataset.tema = target.value;
});
on('keydown', (e) => {
	if (e.key !== 'k' || !(e.ctrlKey || e.metaKey)) return;
	e.preventDefault();
	find('[data-cari-utama]')?.select();
});

// An error never empties its target: it has no body, or a message that names its own place (data-galat).
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
	const teks = kata[xhr.status] || (xhr.status >= 500 && kata[500]);
	if (teks && !elt.matches('[data-simpan], [data-diam]') && !xhr.getResponseHeader('HX-Trigger')) pesan({ teks });
});
