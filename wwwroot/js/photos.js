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
function send(file, form, language, progress, changed) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.set('__RequestVerificationToken', form.elements.namedItem('__RequestVerificationToken').value);
    data.set('lang', language);
    data.set('Photos', file);
    request.open('POST', '/admin/media');
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    request.upload.onprogress = event => { if (event.lengthComputable) { progress.value = event.loaded / event.total; changed(); } };
    request.onloadend = () => resolve(request.status === 200 || request.status === 422 ? request.response?.files?.[0] ?? null : null);
    request.send(data);
  });
}

/** Binds upload by drag, paste and choice to the text. */
export function bindPhotos(area, form, state) {
  const list = form.querySelector('[data-uploads]');
  const bar = form.querySelector('[data-progress]');
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

  async function upload(files, take) {
    if (read(files)) return;
    const waiting = [...files];
    if (!waiting.length) return;
    state.say('uploading');
    [list.hidden, bar.hidden, bar.value] = [false, false, 0];
    const results = waiting.map(file => {
      const progress = element('progress', { max: 1, value: 0 });
      progress.setAttribute('aria-label', file.name);
      const line = element('li', {}, element('span', { textContent: file.name }), progress);
      list.append(line);
      return { file, progress, line, done: Promise.withResolvers() };
    });
    const queue = [...results];
    const all = () => { bar.value = results.reduce((sum, r) => sum + r.progress.value, 0) / results.length; };
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) next.done.resolve(await send(next.file, form, language, next.progress, all));
    };
    const workers = Array.from({ length: atOnce }, work);
    let failed = 0;
    // In the order in which they were chosen, whichever arrives first.
    for (const { file, line, done } of results) {
      const answer = await done.promise;
      if (answer?.markdown) {
        line.remove();
        take(answer);
      } else {
        failed++;
        line.replaceChildren(element('strong', { textContent: file.name }), ' ', answer?.problem ?? state.text('uploadFailed'));
        line.className = 'err';
      }
    }
    await Promise.all(workers);
    [list.hidden, bar.hidden] = [!list.children.length, true];
    state.say(failed ? 'uploadFailed' : 'uploaded');
  }

  const intoText = files => upload(files, answer => putBlock(area, answer.markdown));
  area.addEventListener('paste', event => {
    if (!event.clipboardData?.files.length || holdsWords(event.clipboardData)) return;
    event.preventDefault();
    intoText(event.clipboardData.files);
  });
  const target = area.closest('.write');
  const holdsFiles = event => [...event.dataTransfer.types].includes('Files');
  target.addEventListener('dragover', event => { if (holdsFiles(event)) { event.preventDefault(); target.classList.add('over'); } });
  target.addEventListener('dragleave', () => target.classList.remove('over'));
  target.addEventListener('drop', event => {
    target.classList.remove('over');
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    intoText(event.dataTransfer.files);
  });
  const taken = chooser => {
    const files = [...chooser.files];
    chooser.value = '';
    return files;
  };
  const chooser = form.querySelector('input[name=Photos]');
  chooser.addEventListener('change', () => intoText(taken(chooser)));
  const add = form.querySelector('[data-add-photos]');
  add.hidden = false;
  add.addEventListener('click', () => chooser.click());
  form.querySelector('.add-photos').hidden = true;
  return { choose: () => chooser.click(), upload, taken };
}

/** The photo beside the text: chosen in the library, in the text, or sent. Answers with a function that chooses one, if the form has such a photo. */
export function bindCover(area, form, photos) {
  const section = form.querySelector('[data-cover-image]')?.closest('section');
  if (!section) return null;
  const image = section.querySelector('[data-cover-image]');
  const says = section.querySelector('[data-cover-says]');
  const [words, of] = [says.querySelector('[name="Entry.CoverAlt"]'), says.querySelector('[name="Entry.CoverOf"]')];
  const list = section.querySelector('.pick-photo');

  function show(hash) {
    const radio = [...list.querySelectorAll('input')].find(r => r.value === hash);
    const inText = [...area.value.matchAll(shown)].find(found => found[2] === hash && found[1].trim());
    [image.parentElement.hidden, says.hidden] = [!hash, !hash];
    image.removeAttribute('width');
    image.removeAttribute('height');
    if (hash) image.src = `/admin/media/${hash}/thumb`;
    of.value = hash;
    words.value = radio?.dataset.says || (inText ? unescape(inText[1]) : '');
  }

  function choose(hash, name = '') {
    let radio = [...list.querySelectorAll('input')].find(r => r.value === hash);
    if (!radio) {
      radio = element('input', { type: 'radio', name: section.dataset.cover, value: hash });
      list.append(element('li', {}, element('label', {}, element('img', { src: `/admin/media/${hash}/thumb`, alt: '' }), element('span', { className: 'check' }, radio, name))));
    }
    radio.checked = true;
    show(hash);
    radio.dispatchEvent(new Event('input', { bubbles: true }));
  }

  list.addEventListener('change', event => show(event.target.value));
  section.querySelector('[data-cover-send]').hidden = true;
  const chooser = section.querySelector('[name=CoverFile]');
  chooser.addEventListener('change', () => photos.upload(photos.taken(chooser), answer => choose(answer.markdown.match(/[0-9a-f]{64}/)[0], answer.name)));
  return choose;
}

/** Lists the photos of the text below it, with fields for what each shows, and buttons that change its place. */
export function bindShots(area, form, chooseCover) {
  const panel = form.querySelector('[data-shots]');
  const list = panel.querySelector('.shots');
  const words = panel.dataset;
  const mostInRow = 3;
  const find = () => [...area.value.matchAll(shown)];
  const between = (found, index) => area.value.slice(found[index - 1].index + found[index - 1][0].length, found[index].index);
  const isSpace = text => text.trim() === '';
  const isRow = text => isSpace(text) && text.split('\n').length < 3;

  function put(from, to, text) {
    area.setRangeText(text, from, to, 'preserve');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function rewrite(index, description, title) {
    const found = find()[index];
    if (!found) return;
    put(found.index, found.index + found[0].length,
      `![${escape(description, /[[\]\\]/g)}](/media/${found[2]}${title ? ` "${escape(title, /["\\]/g)}"` : ''})`);
  }

  const acts = {
    up: index => swap(index - 1) && index - 1,
    down: index => swap(index) && index + 1,
    beside: index => space(index, '\n'),
    apart: index => space(index, '\n\n'),
    out: index => { const found = find()[index]; put(found.index, found.index + found[0].length, ''); return index; },
    cover: index => { chooseCover(find()[index][2]); return index; },
  };

  function swap(index) {
    const [first, second] = find().slice(index, index + 2);
    if (!second) return false;
    const middle = area.value.slice(first.index + first[0].length, second.index);
    put(first.index, second.index + second[0].length, second[0] + middle + first[0]);
    return true;
  }

  function space(index, text) {
    const found = find();
    if (isSpace(between(found, index))) put(found[index - 1].index + found[index - 1][0].length, found[index].index, text);
    return index;
  }

  function act(name, index) {
    const button = element('button', { type: 'button', className: 'quiet', textContent: words[name] });
    button.dataset.act = name;
    button.addEventListener('click', () => {
      const place = acts[name](index);
      list.querySelector(':focus')?.blur();
      refresh();
      const row = list.children[Math.min(place, list.children.length - 1)];
      (row?.querySelector(`[data-act=${name}]`) ?? row?.querySelector('button'))?.focus();
    });
    return button;
  }

  function row(found, index, all) {
    const image = element('img', { src: `/admin/media/${found[2]}/thumb`, alt: '', width: 96, height: 72 });
    const description = element('input', { type: 'text', value: unescape(found[1]), lang: area.lang, id: `shot-${index}-alt`, enterKeyHint: index < all.length - 1 ? 'next' : 'done' });
    const title = element('input', { type: 'text', value: unescape(found[3] ?? ''), lang: area.lang, id: `shot-${index}-caption` });
    const warning = element('span', { className: 'err', textContent: words.missing, hidden: found[1].trim() !== '' });
    const changed = () => { warning.hidden = description.value.trim() !== ''; rewrite(index, description.value, title.value); };
    description.addEventListener('input', changed);
    title.addEventListener('input', changed);
    description.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      const next = document.getElementById(`shot-${index + 1}-alt`);
      if (next) next.focus(); else description.blur();
    });
    const stands = index > 0 && isRow(between(all, index));
    const before = all.slice(0, index).findLastIndex((_, i) => i === 0 || !isRow(between(all, i)));
    const may = index > 0 && !stands && isSpace(between(all, index)) && index - before < mostInRow;
    const edit = element('button', { name: 'do', value: `photo:edit:${index}`, className: 'quiet', textContent: words.edit });
    const buttons = [...index > 0 ? [act('up', index)] : [], ...index < all.length - 1 ? [act('down', index)] : [],
      ...stands ? [act('apart', index)] : may ? [act('beside', index)] : [], ...chooseCover ? [act('cover', index)] : [], edit, act('out', index)];
    const fields = element('div', {},
      element('label', { htmlFor: description.id, textContent: words.alt }), warning, description,
      element('label', { htmlFor: title.id, textContent: words.caption }), title,
      element('p', { className: 'actions' }, ...buttons));
    fields.setAttribute('role', 'group');
    fields.setAttribute('aria-label', words.name.replace('{0}', index + 1));
    return element('li', { className: stands ? 'beside' : '' }, image, fields);
  }

  function refresh() {
    // Not while somebody types in a row: the field would lose the caret.
    if (list.contains(document.activeElement)) return;
    list.replaceChildren(...find().map(row));
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
