// The tree of works: headings collapse; a move posts to data-pindah.
const { on, find, findAll } = htmx;
const lv = (tr) => +tr.dataset.lv;

function lipat() {
	let batas = Infinity;
	for (const tr of findAll('[data-pohon] [data-lv]')) {
		const tutup = sessionStorage[tr.id];
		if (lv(tr) <= batas) batas = Infinity;
		tr.hidden = lv(tr) > batas;
		find(tr, '[data-lipat]')?.setAttribute('aria-expanded', !tutup);
		if (!tr.hidden && tutup) batas = lv(tr);
	}
}
on('click', ({ target }) => {
	const tr = target.closest('[data-lipat]')?.closest('tr');
	if (!tr) return;
	sessionStorage[tr.id] = sessionStorage[tr.id] ? '' : 1;
	lipat();
});
htmx.onLoad(lipat);

const pindah = ({ id }, isi) => htmx.urut(() => {
	const source = find('#' + id);
	const versi = find(`#${id}-versi`).value;
	return htmx.ajax('POST', source.dataset.pindah, { source, swap: 'none', values: { ...isi, versi } });
});
const ARAH = { ArrowUp: 'naik', ArrowDown: 'turun', ArrowLeft: 'keluar', ArrowRight: 'masuk' };
on('keydown', (e) => {
	const tr = e.altKey && ARAH[e.key] && e.target.closest('[data-pindah]');
	if (e.key === 'Escape') lepas();
	if (!tr) return;
	e.preventDefault();
	pindah(tr, { arah: ARAH[e.key] });
});

let geser; // {baris, tujuan, posisi}
const bersih = () => findAll('[data-lv]').forEach((tr) => tr.classList.remove('digeser', 'sebelum', 'sesudah', 'dalam'));
function lepas() {
	const selesai = geser || {};
	bersih();
	geser = null;
	return selesai;
}
on('pointerdown', ({ target, button, pointerId }) => {
	const tr = target.closest('[data-geser]')?.closest('tr');
	if (!tr || button) return;
	geser = { baris: [tr] };
	for (let x = tr; (x = x.nextElementSibling) && lv(x) > lv(tr);) geser.baris.push(x);
	target.setPointerCapture(pointerId);
});
on('pointermove', ({ clientX, clientY }) => {
	if (!geser) return;
	bersih();
	for (const tr of geser.baris) tr.classList.add('digeser');
	const tr = document.elementFromPoint(clientX, clientY)?.closest('[data-lv]');
	geser.tujuan = geser.baris.includes(tr) ? null : tr;
	if (!geser.tujuan) return;
	tr.scrollIntoView({ block: 'nearest' });
	const { top, height } = tr.getBoundingClientRect();
	const bagian = (clientY - top) / height;
	const judul = 'judul' in tr.dataset;
	geser.posisi = bagian < (judul ? 0.3 : 0.5) ? 'sebelum' : judul && bagian < 0.8 ? 'dalam' : 'sesudah';
	tr.classList.add(geser.posisi);
});
on('pointerup', () => {
	const { tujuan, posisi, baris } = lepas();
	if (tujuan) pindah(baris[0], { tujuan: tujuan.id, posisi });
});
on('pointercancel', lepas);
