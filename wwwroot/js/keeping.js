// Keeps what is typed: on the server a second after the typing stops, and in this browser until the server has confirmed it.
// Whatever happens in between (no network, signed out, the server down, somebody else's save), the text is on the page and in the browser, and the page says so.

const pause = 1000;
const longestWait = 20000;
const again = 5000;
const noPartOfTheText = /^(__RequestVerificationToken|do|Photos|CoverFile|Document|Remark\..*|Entry\.(Version|Base|Merged|Facts\w+|LeavesFacts|NewId|ItemId|Note|Despite|Photo\S*|CoverOf|Schedule\w+))$/;
const madeByTheServer = /^Entry\.(Slug|Tags|Language)$/;

const textOf = form => [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !noPartOfTheText.test(name));

/** The copies of forms that this browser holds. */
class Copies {
  constructor(form) {
    this.form = form;
    this.owner = form.querySelector('[data-kept]').dataset.owner;
    this.tab = sessionStorage.getItem('tab') ?? `${Date.now()}-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    sessionStorage.setItem('tab', this.tab);
  }

  get path() { return `draft:${this.owner}:${new URL(this.form.action).pathname}`; }

  // Two new texts in two tabs have one address; each tab has its own copy.
  get key() { return this.path.endsWith('/new') ? `${this.path}:${this.tab}` : this.path; }

  keep(sent = false) {
    localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), sent, text: textOf(this.form) }));
  }

  drop(key = this.key) { localStorage.removeItem(key); }

  /** A new text that was sent from this tab is saved when its page says so. */
  dropNew() {
    const key = `${this.path.replace(/[^/]*$/, 'new')}:${this.tab}`;
    if (JSON.parse(localStorage.getItem(key))?.sent) this.drop(key);
  }

  /** The newest copy for this form: [key, copy], or null. */
  find() {
    return Object.keys(localStorage).filter(key => key === this.key || (this.path.endsWith('/new') && key.startsWith(this.path)))
      .map(key => [key, JSON.parse(localStorage.getItem(key))]).sort((a, b) => b[1].at - a[1].at)[0] ?? null;
  }
}

const words = value => value.replace(/\s+/g, ' ').trim();

function differs(form, copy) {
  // Only what would be lost counts: rows that were added to the form since are no difference.
  const now = new Set(textOf(form).map(([name, value]) => `${name}=${words(value)}`));
  return copy.text.some(([name, value]) => !madeByTheServer.test(name) && words(value) && !now.has(`${name}=${words(value)}`));
}

function putBack(form, copy) {
  const seen = new Map();
  for (const [name, value] of copy.text) {
    const place = seen.get(name) ?? 0;
    seen.set(name, place + 1);
    const fields = form.elements.namedItem(name);
    const field = fields instanceof RadioNodeList ? [...fields].filter(f => f.type !== 'hidden')[place] ?? null : fields;
    if (!field || field.type === 'hidden') continue;
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = value === field.value;
    else field.value = value;
  }
}

/** Offers the copy of an earlier visit that never reached the server. */
function offer(form, copies, state) {
  const confirmed = document.querySelector('main > .notice.ok[role=status]') !== null;
  if (confirmed) copies.dropNew();
  const found = copies.find();
  const notice = form.querySelector('[data-kept]');
  if (!found) return;
  const [key, copy] = found;
  if ((copy.sent && confirmed) || !differs(form, copy)) {
    copies.drop(key);
    return;
  }
  const at = notice.querySelector('[data-kept-at]');
  at.dateTime = new Date(copy.at).toISOString();
  at.textContent = new Date(copy.at).toLocaleString(document.documentElement.lang);
  notice.hidden = false;
  notice.querySelector('[data-kept-take]').addEventListener('click', () => {
    putBack(form, copy);
    notice.hidden = true;
    if (key !== copies.key) copies.drop(key);
    form.elements.namedItem('Entry.Body').dispatchEvent(new Event('input', { bubbles: true }));
    state.say('putBack');
  });
  notice.querySelector('[data-kept-drop]').addEventListener('click', () => {
    copies.drop(key);
    notice.hidden = true;
  });
}

/** The new token that a form needs after signing in again. */
function freshToken(address) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.responseType = 'document';
    request.onloadend = () => resolve(request.response?.querySelector('#editor [name=__RequestVerificationToken]')?.value);
    request.send();
  });
}

/** Saves while somebody writes. Returns a function that saves at once. */
export function keep(form, state) {
  const copies = new Copies(form);
  const field = name => form.elements.namedItem(name);
  let [timer, first, typed, saved, saving, composing, conflict, leaving] = [0, 0, 0, 0, false, false, false, false];

  const isDirty = () => typed > saved;
  const later = time => { clearTimeout(timer); timer = setTimeout(save, time); };

  function copy(sent) {
    try { copies.keep(sent); } catch { state.say('full'); }
  }

  async function save() {
    clearTimeout(timer);
    if (saving || leaving || conflict || !isDirty()) return;
    if (composing) return later(pause);
    saving = true;
    const upTo = typed;
    const keyBefore = copies.key;
    const data = new FormData(form);
    data.delete('Photos');
    data.delete('Document');
    data.delete('CoverFile');
    data.set('do', 'autosave');
    state.say('saving');
    try {
      const answer = await fetch(form.action, { method: 'POST', body: data, headers: { accept: 'application/json' } });
      await hear(answer, upTo, keyBefore);
    } catch {
      state.say('offline');
      later(again);
    }
    saving = false;
    if (isDirty() && !conflict && !timer) later(pause);
  }

  async function hear(answer, upTo, keyBefore) {
    timer = 0;
    const isJson = answer.headers.get('content-type')?.includes('json');
    if (answer.ok && isJson) return confirm(await answer.json(), upTo, keyBefore);
    if (answer.status === 409 && isJson) {
      conflict = true;
      return state.show((await answer.json()).message);
    }
    if (answer.status === 422 && isJson) {
      first = 0;
      saved = upTo; // Nothing to try again before something changes; the copy stays.
      return state.show((await answer.json()).message);
    }
    if (answer.status === 400) {
      const token = await freshToken(form.action);
      if (token) form.querySelectorAll('[name=__RequestVerificationToken]').forEach(t => { t.value = token; });
      state.say('failed');
      return later(token ? 0 : again);
    }
    state.say(answer.status === 401 ? 'signedOut' : 'failed');
    later(again);
  }

  function confirm(answer, upTo, keyBefore) {
    saved = upTo;
    first = 0;
    field('Entry.Version').value = field('Entry.Base').value = answer.version;
    field('Entry.FactsVersion').value = answer.factsVersion;
    field('Entry.ItemId').value = answer.item;
    if (new URL(form.action).pathname !== answer.url) {
      // A new text has an address now: reloading, and the next save, go there.
      form.action = answer.url;
      history.replaceState(null, '', answer.url);
      copies.drop(keyBefore);
      if (isDirty()) copy(false);
    }
    if (!isDirty()) copies.drop();
    document.querySelector('[data-unsaved]')?.remove();
    state.show(`${answer.message} ${new Date().toLocaleTimeString(document.documentElement.lang)}`);
    state.others(answer.others);
    state.checks(answer);
  }

  async function ping() {
    if (document.hidden || new URL(form.action).pathname.endsWith('/new')) return;
    const data = new FormData();
    data.set('do', 'ping');
    data.set('__RequestVerificationToken', field('__RequestVerificationToken').value);
    try {
      const answer = await fetch(form.action, { method: 'POST', body: data, headers: { accept: 'application/json' } });
      if (answer.ok) state.others((await answer.json()).others);
    } catch {
      // Not worth a word: the next save says that there is no connection.
    }
  }

  form.addEventListener('compositionstart', () => { composing = true; });
  form.addEventListener('compositionend', () => { composing = false; if (isDirty()) later(pause); });
  form.addEventListener('input', event => {
    if (!event.target.name || event.target.type === 'file' || noPartOfTheText.test(event.target.name)) return;
    typed++;
    first ||= Date.now();
    copy(false);
    if (conflict) return;
    if (!saving) state.say('dirty');
    later(Date.now() - first > longestWait ? 0 : pause);
  });
  form.addEventListener('submit', event => {
    // A preview in another tab leaves this page as it is.
    if (event.submitter?.formTarget === '_blank') return;
    leaving = true;
    clearTimeout(timer);
    if (isDirty() || conflict) copy(true);
  });
  addEventListener('online', () => later(0));
  addEventListener('beforeunload', event => { if (isDirty() && !leaving) event.preventDefault(); });
  addEventListener('pageshow', () => { leaving = false; });
  offer(form, copies, state);
  ping();
  setInterval(ping, 30000);
  return () => { typed++; save(); };
}
