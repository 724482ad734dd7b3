// Markdown in a plain textarea: marks put on and taken off, lists that go on by themselves, keys.
// Every change goes through insertText, so that the browser's own undo takes it back; no key is touched while an input method has the keyboard.

// Never _underscores_: they do not work between Chinese, Japanese and Korean characters.
const pairs = { bold: '**', italic: '*', strike: '~~', code: '`' };
const lines = { heading: '## ', quote: '> ', list: '- ', numbers: '1. ' };
const keys = { b: 'bold', i: 'italic', k: 'link' };
const isAddress = text => /^https?:\/\/\S+$/.test(text);

/** Puts text in place of what stands between two positions, and selects a part of the whole. */
export function put(area, from, to, text, selectFrom, selectTo) {
  area.focus();
  area.setSelectionRange(from, to);
  const done = text === '' ? from === to || document.execCommand('delete') : document.execCommand('insertText', false, text);
  if (!done) {
    area.setRangeText(text, from, to, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (selectFrom !== undefined) area.setSelectionRange(selectFrom, selectTo ?? selectFrom);
}

/** Puts text in a paragraph of its own, behind the line that the caret is in. */
export function putBlock(area, text) {
  const value = area.value;
  let end = value.indexOf('\n', area.selectionEnd);
  if (end < 0) end = value.length;
  const above = value.slice(0, end);
  const before = above.trim() === '' || above.endsWith('\n\n') ? '' : above.endsWith('\n') ? '\n' : '\n\n';
  put(area, end, end, before + text + (value.slice(end).startsWith('\n\n') ? '' : '\n\n'));
}

function wrap(area, mark) {
  const value = area.value;
  let [from, to] = [area.selectionStart, area.selectionEnd];
  while (from < to && /\s/.test(value[from])) from++;
  while (to > from && /\s/.test(value[to - 1])) to--;
  const text = value.slice(from, to);
  const size = mark.length;
  if (text.length >= 2 * size && text.startsWith(mark) && text.endsWith(mark)) {
    put(area, from, to, text.slice(size, -size), from, to - 2 * size);
  } else if (value.slice(from - size, from) === mark && value.slice(to, to + size) === mark) {
    put(area, from - size, to + size, text, from - size, to - size);
  } else {
    put(area, from, to, mark + text + mark, from + size, to + size);
  }
}

function prefix(area, command) {
  const value = area.value;
  const from = value.lastIndexOf('\n', area.selectionStart - 1) + 1;
  let to = value.indexOf('\n', area.selectionEnd);
  if (to < 0) to = value.length;
  const chosen = value.slice(from, to).split('\n');
  const has = line => line.startsWith(lines[command]) || (command === 'numbers' && /^\d+\. /.test(line));
  const off = chosen.every(has);
  const text = chosen.map((line, i) => off ? line.replace(/^(#{1,6} |> |- |\d+\. )/, '') : (command === 'numbers' ? `${i + 1}. ` : lines[command]) + line).join('\n');
  put(area, from, to, text, from, from + text.length);
}

function link(area) {
  const [from, to] = [area.selectionStart, area.selectionEnd];
  const text = area.value.slice(from, to);
  if (isAddress(text)) put(area, from, to, `[](${text})`, from + 1);
  else put(area, from, to, `[${text}]()`, to + 3);
}

/** Does what a button of the toolbar says. */
export function apply(area, command) {
  if (pairs[command]) wrap(area, pairs[command]);
  else if (lines[command]) prefix(area, command);
  else if (command === 'link') link(area);
}

/** On Enter: goes on with a list or quotation, or ends it when its line is empty. */
function goOn(area, event) {
  const at = area.selectionStart;
  if (at !== area.selectionEnd) return;
  const from = area.value.lastIndexOf('\n', at - 1) + 1;
  const found = area.value.slice(from, at).match(/^(\s*)([-*+]|\d+\.|>) (.*)$/);
  if (!found) return;
  event.preventDefault();
  if (!found[3].trim()) put(area, from, at, '');
  else put(area, at, at, `\n${found[1]}${/^\d/.test(found[2]) ? parseInt(found[2], 10) + 1 + '.' : found[2]} `);
}

/** Shows the toolbar over the text and lets it be walked with the arrow keys. */
export function bindToolbar(bar, area) {
  area.before(bar);
  bar.hidden = false;
  const buttons = [...bar.querySelectorAll('button')];
  buttons.forEach((button, i) => { button.tabIndex = i ? -1 : 0; });
  bar.addEventListener('click', event => {
    const command = event.target.closest('[data-md]')?.dataset.md;
    if (command) apply(area, command);
  });
  bar.addEventListener('keydown', event => {
    const at = buttons.indexOf(document.activeElement);
    const step = getComputedStyle(bar).direction === 'rtl' ? -1 : 1;
    const next = { ArrowRight: at + step, ArrowLeft: at - step, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const button = buttons[(next + buttons.length) % buttons.length];
    buttons[at].tabIndex = -1;
    button.tabIndex = 0;
    button.focus();
  });
}

/** Ctrl+B, I, K and S, and lists on Enter. */
export function bindKeys(area, save) {
  area.addEventListener('keydown', event => {
    if (event.isComposing || event.keyCode === 229) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      if (key !== 's' && !keys[key]) return;
      event.preventDefault();
      if (key === 's') save();
      else apply(area, keys[key]);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      goOn(area, event);
    }
  });
}

const formatted = /<(b|strong|i|em|a|ul|ol|li|h[1-6]|table|blockquote|br|p)\b|font-weight:\s*(bold|[67]00)|mso-list/i;

/** A paste from a word processor or a web page becomes Markdown, an address over a selection becomes a link; the rest is the browser's. */
export function bindPaste(area, form) {
  area.addEventListener('paste', async event => {
    const clip = event.clipboardData;
    if (!clip || clip.files.length) return;
    const plain = clip.getData('text/plain');
    const html = clip.getData('text/html');
    const [from, to] = [area.selectionStart, area.selectionEnd];
    if (to > from && isAddress(plain.trim()) && !/[\n[\]]/.test(area.value.slice(from, to))) {
      event.preventDefault();
      put(area, from, to, `[${area.value.slice(from, to)}](${plain.trim()})`);
    } else if (html && formatted.test(html)) {
      event.preventDefault();
      put(area, area.selectionStart, area.selectionEnd, await toMarkdown(html, form) ?? plain);
    }
  });
}

/** The Markdown of a clip; null when the server cannot be asked, and the plain words have to do. */
async function toMarkdown(html, form) {
  const data = new FormData();
  data.set('html', html);
  data.set('__RequestVerificationToken', form.elements.namedItem('__RequestVerificationToken').value);
  try {
    const answer = await fetch('/admin/paste', { method: 'POST', body: data });
    return answer.ok ? (await answer.json()).markdown : null;
  } catch {
    return null;
  }
}
