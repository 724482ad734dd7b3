// Markdown in a plain textarea: marks put on and taken off, lists that go on by themselves, keys.
// Every change goes through insertText, so that the browser's own undo takes it back; no key is touched while an input method has the keyboard.

// Never _underscores_: they do not work between Chinese, Japanese and Korean characters.
const pairs = { bold: '**', italic: '*', strike: '~~', code: '`' };
const lines = { heading: '## ', quote: '> ', list: '- ', numbers: '1. ' };
const keys = { b: 'bold', i: 'italic', k: 'link' };
// As the site reads it (ListMarker in the server's code): up to three digits, and no second number behind them. "2015. 10. 6." is a date.
const numbered = /^(\s*)(\d{1,3})([.)]) (?!\s*\d{1,3}[.)](\s|$))(.*)$/;
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
  const has = line => line.startsWith(lines[command]) || (command === 'numbers' && numbered.test(line));
  const off = chosen.every(has);
  const text = chosen.map((line, i) => off ? line.replace(/^(#{1,6} |> |- |\d{1,3}[.)] )/, '') : (command === 'numbers' ? `${i + 1}. ` : lines[command]) + line).join('\n');
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

/** What begins the next item of a numbered list; nothing behind a single line such as "6. Oktober", which is no list. */
function nextNumber(above, [, indent, digits, sign]) {
  const number = parseInt(digits, 10);
  const last = above.split('\n').map(line => line.match(numbered)).findLast(found => found?.[1] === indent);
  return number === 1 || (last && parseInt(last[2], 10) === number - 1) ? `${indent}${number + 1}${sign} ` : null;
}

/** On Enter: goes on with a list or quotation, or ends it when its line is empty. */
function goOn(area, event) {
  const at = area.selectionStart;
  if (at !== area.selectionEnd) return;
  const from = area.value.lastIndexOf('\n', at - 1) + 1;
  const line = area.value.slice(from, at);
  const number = line.match(numbered);
  const bullet = line.match(/^(\s*[-*+>] )(.*)$/);
  const next = number ? nextNumber(area.value.slice(0, from), number) : bullet?.[1];
  if (!next) return;
  event.preventDefault();
  if (!(number ? number[5] : bullet[2]).trim()) put(area, from, at, '');
  else put(area, at, at, `\n${next}`);
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

/** The Latin letter of a key: what it writes, or where it writes another script (ب, ㅠ, и), what stands in its place on an English keyboard. */
function letter(event) {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) ? event.code.at(-1).toLowerCase() : '';
}

/** Ctrl+B, I, K and S, and lists on Enter. A text that is reached by the Tab key is shown whole: the bar below would cover most of it. */
export function bindKeys(area, save) {
  area.addEventListener('keyup', event => {
    if (event.key === 'Tab') area.scrollIntoView({ block: 'nearest' });
  });
  area.addEventListener('keydown', event => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      const key = letter(event);
      if (key !== 's' && !keys[key]) return;
      event.preventDefault();
      if (key === 's') save();
      else apply(area, keys[key]);
    } else if (event.key === 'Enter' && !event.shiftKey && event.keyCode !== 229) {
      goOn(area, event);
    }
  });
}

/** Whether a clip has words. Word and Excel add a picture of them, and a file manager the names of the files. */
export function holdsWords(clip) {
  const plain = clip.getData('text/plain').trim();
  const names = new Set([...clip.files].map(file => file.name));
  const isFileName = line => names.has(line.trim().split(/[/\\]/).at(-1)) || /^file:/.test(line.trim());
  if (plain) return !clip.files.length || !plain.split('\n').every(isFileName);
  const html = clip.getData('text/html').replace(/<!--[^]*?-->|<(style|script|title)\b[^]*?<\/\1>|<[^>]*>|&nbsp;/gi, '');
  return html.trim() !== '';
}

const formatted = /<(b|strong|i|em|a|ul|ol|li|h[1-6]|table|blockquote|br|p|s|strike|del|ins|su[bp])\b|font-weight:\s*(bold|[67]00)|line-through|vertical-align:\s*su|mso-list/i;

/** A paste from a word processor or a web page becomes Markdown, an address over a selection becomes a link; the rest is the browser's. */
export function bindPaste(area, form) {
  area.addEventListener('paste', async event => {
    const clip = event.clipboardData;
    if (!clip || !holdsWords(clip)) return;
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
  // Pictures inside the clip are not taken, and would make it too large to send.
  data.set('html', html.replace(/\bsrc=("data:[^"]*"|'data:[^']*')/gi, ''));
  data.set('__RequestVerificationToken', form.elements.namedItem('__RequestVerificationToken').value);
  try {
    const answer = await fetch('/admin/paste', { method: 'POST', body: data });
    return answer.ok ? (await answer.json()).markdown : null;
  } catch {
    return null;
  }
}
