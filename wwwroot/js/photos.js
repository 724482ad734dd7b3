// Photos in a text: dropped, pasted or chosen, uploaded with progress, described below the text, or picked from the library.
import { holdsWords, put, putBlock } from './marks.js';

const atOnce = 2;
const shown = /!\[((?:\\.|[^\]\\])*)\]\(\/media\/([0-9a-f]{64})(?:[^\s")]*)(?:\s+"((?:\\.|[^"\\])*)")?\)/g;
const unescape = text => text.replace(/\\(.)/g, '$1');
const escape = (text, marks) => text.replace(/\s+/g, ' ').replace(marks, '\\$&');

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Sends one file; answers with what the library says about it. */
function send(file, form, language, progress) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.set('__RequestVerificationToken', form.elements.namedItem('__RequestVerificationToken').value);
    data.set('lang', language);
    data.set('Photos', file);
    request.open('POST', '/admin/media');
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    request.upload.onprogress = event => { if (event.lengthComputable) progress.value = event.loaded / event.total; };
    request.onloadend = () => resolve(request.status === 200 || request.status === 422 ? request.response?.files?.[0] ?? null : null);
    request.send(data);
  });
}

/** Binds upload by drag, paste and choice to the text. */
export function bindPhotos(area, form, state) {
  const list = form.querySelector('[data-uploads]');
  const language = area.lang;

  /** A document of a word processor is read by the server: it goes with the whole form, which comes back with its text. */
  function read(files) {
    const document = [...files].find(file => file.name.toLowerCase().endsWith('.docx'));
    if (!document) return false;
    const transfer = new DataTransfer();
    transfer.items.add(document);
    form.elements.namedItem('Document').files = transfer.files;
    form.querySelector('[data-document]').click();
    return true;
  }

  async function upload(files) {
    if (read(files)) return;
    const waiting = [...files];
    if (!waiting.length) return;
    state.say('uploading');
    list.hidden = false;
    const results = waiting.map(file => {
      const progress = element('progress', { max: 1, value: 0 });
      progress.setAttribute('aria-label', file.name);
      const line = element('li', {}, element('span', { textContent: file.name }), progress);
      list.append(line);
      return { file, progress, line, done: Promise.withResolvers() };
    });
    const queue = [...results];
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) next.done.resolve(await send(next.file, form, language, next.progress));
    };
    const workers = Array.from({ length: atOnce }, work);
    let failed = 0;
    // In the order in which they were chosen, whichever arrives first.
    for (const { file, line, done } of results) {
      const answer = await done.promise;
      if (answer?.markdown) {
        line.remove();
        putBlock(area, answer.markdown);
      } else {
        failed++;
        line.replaceChildren(element('strong', { textContent: file.name }), ' ', answer?.problem ?? state.text('uploadFailed'));
        line.className = 'err';
      }
    }
    await Promise.all(workers);
    list.hidden = !list.children.length;
    state.say(failed ? 'uploadFailed' : 'uploaded');
  }

  area.addEventListener('paste', event => {
    if (!event.clipboardData?.files.length || holdsWords(event.clipboardData)) return;
    event.preventDefault();
    upload(event.clipboardData.files);
  });
  const target = area.closest('.write');
  const holdsFiles = event => [...event.dataTransfer.types].includes('Files');
  target.addEventListener('dragover', event => { if (holdsFiles(event)) { event.preventDefault(); target.classList.add('over'); } });
  target.addEventListener('dragleave', () => target.classList.remove('over'));
  target.addEventListener('drop', event => {
    target.classList.remove('over');
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    upload(event.dataTransfer.files);
  });
  const chooser = form.querySelector('input[name=Photos]');
  chooser.addEventListener('change', () => {
    const files = [...chooser.files];
    chooser.value = '';
    upload(files);
  });
  return { choose: () => chooser.click() };
}

/** Lists the photos of the text below it, with fields for what each shows. */
export function bindShots(area, form) {
  const panel = form.querySelector('[data-shots]');
  const list = panel.querySelector('ul');
  const { alt, caption, missing, up, down, out } = panel.dataset;

  function rewrite(index, description, title) {
    const found = [...area.value.matchAll(shown)][index];
    if (!found) return;
    const text = `![${escape(description, /[[\]\\]/g)}](/media/${found[2]}${title ? ` "${escape(title, /["\\]/g)}"` : ''})`;
    area.setRangeText(text, found.index, found.index + found[0].length, 'preserve');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** Puts other text where photos stand: the photo goes out, or changes its place with its neighbour. */
  function replace(from, to, text) {
    area.setRangeText(text, from, to, 'preserve');
    area.dispatchEvent(new Event('input', { bubbles: true }));
    list.querySelector(':focus')?.blur();
    refresh();
  }

  function takeOut(index) {
    const found = [...area.value.matchAll(shown)][index];
    if (found) replace(found.index, found.index + found[0].length, '');
  }

  function swap(index) {
    const [first, second] = [...area.value.matchAll(shown)].slice(index, index + 2);
    if (!second) return;
    const between = area.value.slice(first.index + first[0].length, second.index);
    replace(first.index, second.index + second[0].length, second[0] + between + first[0]);
  }

  function act(words, run) {
    const button = element('button', { type: 'button', className: 'quiet', textContent: words });
    button.addEventListener('click', run);
    return button;
  }

  function row(found, index, { length: count }) {
    const image = element('img', { src: `/admin/media/${found[2]}/thumb`, alt: '', width: 96 });
    const description = element('input', { type: 'text', value: unescape(found[1]), lang: area.lang, id: `shot-${index}-alt` });
    const title = element('input', { type: 'text', value: unescape(found[3] ?? ''), lang: area.lang, id: `shot-${index}-caption` });
    const warning = element('span', { className: 'err', textContent: missing, hidden: found[1].trim() !== '' });
    const changed = () => { warning.hidden = description.value.trim() !== ''; rewrite(index, description.value, title.value); };
    description.addEventListener('input', changed);
    title.addEventListener('input', changed);
    return element('li', {}, image, element('div', {},
      element('label', { htmlFor: description.id, textContent: alt }), warning, description,
      element('label', { htmlFor: title.id, textContent: caption }), title,
      element('p', { className: 'actions' }, ...index > 0 ? [act(up, () => swap(index - 1))] : [],
        ...index < count - 1 ? [act(down, () => swap(index))] : [], act(out, () => takeOut(index)))));
  }

  function refresh() {
    // Not while somebody types in a row: the field would lose the caret.
    if (list.contains(document.activeElement)) return;
    const found = [...area.value.matchAll(shown)];
    panel.hidden = !found.length;
    list.replaceChildren(...found.map(row));
  }

  let timer = 0;
  area.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(refresh, 300); });
  refresh();
}

/** The dialog that finds something and puts it into the text. */
export function bindPicker(dialog, area, toEntry) {
  const find = dialog.querySelector('[data-find]');
  const list = dialog.querySelector('[data-picks]');
  let [timer, asked] = [0, 0];

  async function search() {
    const mine = ++asked;
    const answer = await fetch(`${find.dataset.find}?${new URLSearchParams({ q: find.value, lang: area.lang })}`, { headers: { accept: 'application/json' } }).catch(() => null);
    if (mine !== asked || !answer?.ok) return;
    const found = await answer.json();
    list.replaceChildren(...found.map(item => {
      const button = element('button', { type: 'button', className: 'quiet' }, ...toEntry.show(item));
      button.addEventListener('click', () => {
        dialog.close();
        toEntry.take(item);
      });
      return element('li', {}, button);
    }));
    if (!found.length) list.replaceChildren(element('li', { textContent: list.dataset.none }));
  }

  find.addEventListener('input', event => { event.stopPropagation(); clearTimeout(timer); timer = setTimeout(search, 250); });
  find.addEventListener('keydown', event => { if (event.key === 'Enter' && !event.isComposing) event.preventDefault(); });
  dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close());
  return () => { dialog.showModal(); search(); };
}

/** A link to a page of the site, over what is selected. */
export const pageLinks = area => ({
  show: item => [element('span', { textContent: item.title, lang: item.lang })],
  take: item => {
    const [from, to] = [area.selectionStart, area.selectionEnd];
    put(area, from, to, `[${area.value.slice(from, to) || escape(item.title, /[[\]\\]/g)}](${item.path})`);
  },
});

/** A photo of the library. */
export const libraryPhotos = area => ({
  show: item => [element('img', { src: item.thumb, alt: '', width: 96, loading: 'lazy' }), element('span', { textContent: item.name })],
  take: item => putBlock(area, item.markdown),
});
