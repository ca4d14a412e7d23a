// The tree of works: headings collapse; a move posts to data-pindah, which answers with the new tree.
const { on, find, findAll } = htmx;
const lv = (tr) => +tr.dataset.lv;

function lipat(tabel, ubah) {
	const kunci = 'lipat:' + tabel.dataset.pohon;
	const tutup = new Set(JSON.parse(sessionStorage[kunci] || '[]'));
	ubah?.(tutup);
	sessionStorage[kunci] = JSON.stringify([...tutup]);
	let batas = Infinity;
	for (const tr of findAll(tabel, '[data-lv]')) {
		if (lv(tr) <= batas) batas = Infinity;
		tr.hidden = lv(tr) > batas;
		find(tr, '[data-lipat]')?.setAttribute('aria-expanded', !tutup.has(tr.id));
		if (!tr.hidden && tutup.has(tr.id)) batas = lv(tr);
	}
}
on('click', ({ target }) => {
	const tr = target.closest('[data-lipat]')?.closest('tr');
	if (tr) lipat(tr.closest('table'), (tutup) => tutup.delete(tr.id) || tutup.add(tr.id));
});
htmx.onLoad(() => findAll('[data-pohon]').forEach((tabel) => lipat(tabel)));

// Moves go one by one, each with the version left by the last.
let antre = Promise.resolve();
function pindah({ id }, isi) {
	antre = antre.then(() => {
		const source = find('#' + id);
		const versi = find(`#${id}-versi`).value;
		return htmx.ajax('POST', source.dataset.pindah, { source, swap: 'none', values: { ...isi, versi } });
	}).catch(() => {});
}
const ARAH = { ArrowUp: 'naik', ArrowDown: 'turun', ArrowLeft: 'keluar', ArrowRight: 'masuk' };
on('keydown', (e) => {
	const tr = e.altKey && ARAH[e.key] && e.target.closest('[data-pindah]');
	if (e.key === 'Escape') lepas();
	if (!tr) return;
	e.preventDefault();
	pindah(tr, { arah: ARAH[e.key] });
});

const GARIS = { sebelum: 'di-atas', sesudah: 'di-bawah', dalam: 'ke-dalam' };
let geser; // {baris, tujuan, posisi}
const bersih = () => geser?.tujuan?.classList.remove(...Object.values(GARIS));
function lepas() {
	const selesai = geser || { baris: [] };
	bersih();
	for (const tr of selesai.baris) tr.classList.remove('digeser');
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
	tr.classList.add(GARIS[geser.posisi]);
});
on('pointerup', () => {
	const { tujuan, posisi, baris } = lepas();
	if (tujuan) pindah(baris[0], { tujuan: tujuan.id, posisi });
});
on('pointercancel', lepas);
