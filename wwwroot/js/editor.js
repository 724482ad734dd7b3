// The editor's comfort, over a form that works without it: toolbar, keys, saving by itself, photos, live preview, counts, suggestions.
// Plain modules, no library, no markup from strings: it runs under script-src 'self' with Trusted Types.
import { bindKeys, bindPaste, bindToolbar } from './marks.js';
import { keep } from './keeping.js';
import { bindCover, bindPhotos, bindPicker, bindShots, libraryPhotos, pageLinks } from './photos.js';

const form = document.getElementById('editor');
const area = form?.elements.namedItem('Entry.Body');

/** The line that says where the text is. */
function stateOf(line, others) {
  return {
    text: key => line.dataset[key] ?? '',
    say: key => { line.textContent = line.dataset[key] ?? ''; },
    show: text => { line.textContent = text; },
    checks: answer => showChecks(answer),
    others: text => { others.textContent = text; others.hidden = !text; },
  };
}

/** The checklist as it is after a save. */
function showChecks({ checks, confirm }) {
  const section = document.querySelector('[data-checks]');
  const marks = { Fine: ['ok', '✓'], Advice: ['none', '○'], Confirm: ['danger', '✕'], Blocks: ['danger', '✕'] };
  section.hidden = false;
  section.querySelector('.checklist').replaceChildren(...checks.map(({ weight, text, place, go }) => {
    const line = Object.assign(document.createElement('li'), { className: marks[weight][0] });
    const mark = Object.assign(document.createElement('span'), { textContent: marks[weight][1] });
    mark.setAttribute('aria-hidden', 'true');
    line.append(mark, ` ${text}`);
    if (place) line.append(document.documentElement.lang.startsWith('zh') ? '' : ' ', Object.assign(document.createElement('a'), { href: place, textContent: go }));
    return line;
  }));
  const tick = section.querySelector('[name="Entry.Despite"]');
  tick.closest('.field').hidden = !confirm;
  if (tick.value !== confirm) [tick.value, tick.checked] = [confirm, false];
}

/** The public page made of what is in the form, by the server's own code; where there is room it stands beside the text from the start. */
function bindPreview(button, pane) {
  const frame = pane.closest('[data-preview-pane]');
  const wide = matchMedia('(min-width: 90rem)');
  let [timer, request] = [0, null];

  function refresh() {
    if (frame.hidden) return;
    request?.abort();
    const data = new FormData(form);
    data.delete('Photos');
    data.delete('Document');
    data.delete('CoverFile');
    data.set('do', 'preview');
    request = new XMLHttpRequest();
    request.open('POST', form.action);
    // A document that is asked for this way is parsed without running anything.
    request.responseType = 'document';
    request.onload = event => {
      const page = event.target.response;
      const main = page?.querySelector('.preview-bar') && page.querySelector('#main');
      if (!main) return;
      const nodes = [...main.childNodes].map(node => document.importNode(node, true));
      pane.replaceChildren(...nodes);
      pane.querySelectorAll('[id]').forEach(node => node.removeAttribute('id'));
      pane.dataset.shown = (Number(pane.dataset.shown) || 0) + 1;
    };
    request.send(data);
  }

  function show(shown) {
    frame.hidden = !shown;
    button.setAttribute('aria-pressed', String(shown));
    refresh();
  }

  button.addEventListener('click', () => show(frame.hidden));
  wide.addEventListener('change', () => show(wide.matches));
  if (wide.matches && !form.classList.contains('translating')) show(true);
  form.addEventListener('input', event => {
    if (event.isComposing || frame.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, 500);
  });
  form.addEventListener('compositionend', () => { clearTimeout(timer); timer = setTimeout(refresh, 500); });
}

function bindCount(line) {
  const byCharacter = /^(zh|ko|ja)/.test(area.lang);
  const segmenter = new Intl.Segmenter(area.lang, { granularity: 'word' });
  let timer = 0;
  const count = () => {
    const text = area.value.replace(/!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)/g, ' ');
    const number = byCharacter ? (text.match(/[\p{L}\p{N}]/gu) ?? []).length : [...segmenter.segment(text)].filter(s => s.isWordLike).length;
    line.textContent = (byCharacter ? line.dataset.characters : line.dataset.words).replace('{0}', number.toLocaleString(document.documentElement.lang));
    line.hidden = false;
  };
  area.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(count, 500); });
  count();
}

/** Lets the text area grow with the text where the browser does not do so by itself. */
function bindGrowth() {
  if (CSS.supports('field-sizing', 'content')) return;
  const grow = () => { area.style.blockSize = 'auto'; area.style.blockSize = `${area.scrollHeight + 4}px`; };
  area.addEventListener('input', grow);
  grow();
}

/** Shows the address that the title will give while none is written. */
function bindSlug(title, slug) {
  const show = () => { slug.placeholder = title.value.toLowerCase().normalize('NFC').replace(/[^\p{L}\p{N}\p{M}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 80); };
  title.addEventListener('input', show);
  show();
}

/** Offers tags that others used, under the field. */
function bindSuggestions(field) {
  const list = Object.assign(document.createElement('ul'), { className: 'suggest', hidden: true });
  field.after(list);
  let [timer, asked] = [0, 0];
  const last = () => field.value.match(/[^,，、;；،]*$/)[0].trim();

  async function suggest() {
    const mine = ++asked;
    const beginning = last();
    const answer = beginning && await fetch(`${field.dataset.suggest}?${new URLSearchParams({ q: beginning })}`).catch(() => null);
    if (mine !== asked) return;
    const tags = answer?.ok ? await answer.json() : [];
    list.replaceChildren(...tags.filter(tag => tag !== beginning).map(tag => {
      const button = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet', textContent: tag });
      button.addEventListener('click', () => {
        field.value = field.value.replace(/[^,，、;；،]*$/, end => (end.startsWith(' ') ? ' ' : '') + tag);
        list.hidden = true;
        field.focus();
        field.dispatchEvent(new Event('input', { bubbles: true }));
      });
      const item = document.createElement('li');
      item.append(button);
      return item;
    }));
    list.hidden = !list.children.length;
  }

  field.addEventListener('input', event => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(suggest, 250);
  });
}

if (area) {
  const state = stateOf(form.querySelector('[data-state]'), document.querySelector('[data-others]'));
  const dialog = name => form.querySelector(`[data-dialog=${name}]`);
  bindToolbar(form.querySelector('[role=toolbar]'), area);
  bindKeys(area, keep(form, state));
  bindPaste(area, form);
  const photos = bindPhotos(area, form, state);
  bindShots(area, form, bindCover(area, form, photos));
  bindPreview(form.querySelector('[data-preview-switch]'), form.querySelector('[data-preview]'));
  bindGrowth();
  bindCount(form.querySelector('[data-count]'));
  bindSlug(form.elements.namedItem('Entry.Title'), form.elements.namedItem('Entry.Slug'));
  form.querySelectorAll('[data-suggest]').forEach(bindSuggestions);
  const open = { pages: bindPicker(dialog('pages'), area, pageLinks(area)), photos: bindPicker(dialog('photos'), area, libraryPhotos(area)) };
  form.querySelectorAll('[data-open]').forEach(button => button.addEventListener('click', () => open[button.dataset.open]()));
  form.querySelector('[data-choose]').addEventListener('click', () => { dialog('photos').close(); photos.choose(); });
}
