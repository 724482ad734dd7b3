// Draws areas on a picture: to be covered, to be blurred, or to be all that is kept. They stand in the form's fields, which work without this.

const form = document.getElementById('edit');
const stage = form.querySelector('[data-drawing]');
const rows = [...form.querySelectorAll('[data-area]')].map(row => {
  const field = name => row.querySelector(`[name$=".${name}"]`);
  return { use: field('Use'), edges: [field('Left'), field('Top'), field('Width'), field('Height')] };
});
const smallest = 1;
const percent = number => String(Math.round(number * 10) / 10);
const numbers = row => row.edges.map(field => parseFloat(field.value.replace(',', '.')));
const isSet = row => row.use.value !== 'None' && numbers(row).every(Number.isFinite);
let drawing = null;
let last = [];

function show() {
  stage.querySelectorAll('.drawn').forEach(box => box.remove());
  for (const row of rows.filter(isSet)) box(row.use.value, numbers(row));
  if (drawing) box(drawing.use, drawing.area);
}

function box(use, [left, top, width, height]) {
  const made = document.createElement('div');
  made.className = `drawn ${use.toLowerCase()}`;
  Object.assign(made.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
  stage.append(made);
}

/** The place of a finger or mouse on the picture, in percent, never beyond its edges. */
function place(event) {
  const { left, top, width, height } = stage.getBoundingClientRect();
  const within = number => Math.min(100, Math.max(0, number * 100));
  return [within((event.clientX - left) / width), within((event.clientY - top) / height)];
}

function between([x, y], [otherX, otherY]) {
  return [Math.min(x, otherX), Math.min(y, otherY), Math.abs(x - otherX), Math.abs(y - otherY)];
}

function take(use, area) {
  // A picture is cropped once: a second crop takes the place of the first.
  const row = (use === 'Keep' && rows.find(r => r.use.value === 'Keep')) || rows.find(r => !isSet(r));
  if (!row) return;
  row.use.value = use;
  const right = Math.round((area[0] + area[2]) * 10) / 10;
  const bottom = Math.round((area[1] + area[3]) * 10) / 10;
  const [left, top] = [Math.round(area[0] * 10) / 10, Math.round(area[1] * 10) / 10];
  [left, top, right - left, bottom - top].forEach((number, i) => { row.edges[i].value = percent(number); });
  last = [...last.filter(r => r !== row), row];
}

stage.addEventListener('pointerdown', event => {
  if (event.button !== 0) return;
  event.preventDefault();
  stage.setPointerCapture(event.pointerId);
  const use = form.querySelector('[name=tool]:checked').value;
  drawing = { use, from: place(event), area: [0, 0, 0, 0] };
});
stage.addEventListener('pointermove', event => {
  if (!drawing) return;
  drawing.area = between(drawing.from, place(event));
  show();
});
stage.addEventListener('pointerup', () => {
  if (!drawing) return;
  const { use, area } = drawing;
  drawing = null;
  if (area[2] >= smallest && area[3] >= smallest) take(use, area);
  show();
});
stage.addEventListener('pointercancel', () => { drawing = null; show(); });
form.querySelector('[data-back]').addEventListener('click', () => {
  const row = last.pop() ?? rows.findLast(isSet);
  if (!row) return;
  row.use.value = 'None';
  row.edges.forEach(field => { field.value = ''; });
  show();
});
form.addEventListener('input', show);
form.querySelector('[data-with]').hidden = false;
form.querySelector('[data-without]').hidden = true;
stage.classList.add('live');
show();
