// The door's comfort, over forms that work without it: filter while typing, taps without a new page, taps kept while the network is away,
// and what others marked. Plain module, no markup from strings: it runs under script-src 'self' with Trusted Types.

const list = document.querySelector('[data-list]');
const line = document.querySelector('[data-line]');
const field = document.querySelector('[data-search] input');
const store = `door:${location.pathname}`;
const lookAgain = 20_000;
const tryAgain = 4_000;

/** What was tapped and is not saved yet, by line: true for here. Only ids, and only until the window is closed. */
const waiting = new Map(JSON.parse(sessionStorage.getItem(store) ?? '[]'));
let [sending, timer, asked] = [false, 0, 0];

const keep = () => sessionStorage.setItem(store, JSON.stringify([...waiting]));
const say = (text, kind) => {
  line.textContent = text;
  line.className = `notice ${kind}`;
  line.hidden = !text;
};
const buttonOf = id => list.querySelector(`[data-taps] button[value="${CSS.escape(id)}"]`);
const fold = text => text.normalize('NFKD').replace(/\p{Mn}/gu, '').replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

function show(id, here, mark) {
  const button = buttonOf(id);
  if (!button) return;
  button.name = here ? 'gone' : 'here';
  button.setAttribute('aria-pressed', String(here));
  button.classList.toggle('waiting', waiting.has(id));
  button.querySelector('[data-mark]').textContent = mark;
}

/** Sends one tap. True when it is settled, whatever the answer was. */
async function send(id, here) {
  const form = list.querySelector('[data-taps]');
  const body = new URLSearchParams({ [here ? 'here' : 'gone']: id, __RequestVerificationToken: form.elements.namedItem('__RequestVerificationToken').value });
  const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'manual' }).catch(() => null);
  if (!answer || answer.status >= 500) {
    say(line.dataset.offline.replace('{0}', waiting.size), 'warn');
    return false;
  }
  if (!answer.headers.get('Content-Type')?.startsWith('application/json')) {
    say(line.dataset.signedOut.replace('{0}', waiting.size), 'warn');
    return false;
  }
  const said = await answer.json();
  if (waiting.get(id) === here) {
    waiting.delete(id);
    keep();
    if (said.id) show(id, said.here, said.mark);
  }
  list.querySelector('[data-counts]').textContent = said.counts;
  // What somebody else did first is worth a sentence; one's own tap shows in its row.
  say(!answer.ok || said.again ? said.said : '', answer.ok ? 'info' : 'warn');
  return true;
}

/** Sends what waits, one after the other, oldest first. */
async function flush() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  for (const [id, here] of [...waiting]) {
    if (!await send(id, here)) break;
  }
  sending = false;
  if (waiting.size) timer = setTimeout(flush, tryAgain);
}

function documentOf(address) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    // A document that is asked for this way is parsed without running anything.
    request.responseType = 'document';
    request.onload = event => resolve(event.target.response);
    request.onerror = () => resolve(null);
    request.send();
  });
}

function filter() {
  const part = fold(field.value);
  for (const row of list.querySelectorAll('[data-name]')) row.hidden = !row.dataset.name.includes(part);
}

/** Who else is on the roster by that name, and who is in the list under another spelling, which only the server knows. */
async function askRoster() {
  const mine = ++asked;
  const address = `${location.pathname}?${new URLSearchParams({ q: field.value.trim() })}`;
  const page = field.value.trim() ? await documentOf(address) : document.implementation.createHTMLDocument('');
  if (mine !== asked || !page) return;
  for (const { id } of page.querySelectorAll('[data-name]')) document.getElementById(id)?.removeAttribute('hidden');
  const others = page.querySelector('[data-others]');
  list.querySelector('[data-others]').replaceChildren(...[...others?.childNodes ?? []].map(node => document.importNode(node, true)));
}

/** Shows what others did, unless something of our own is still on its way. */
async function look() {
  if (document.hidden || waiting.size) return;
  const answer = await fetch(location.pathname, { headers: { Accept: 'application/json' }, redirect: 'manual' }).catch(() => null);
  if (!answer?.ok || !answer.headers.get('Content-Type')?.startsWith('application/json')) return;
  const { stamp } = await answer.json();
  if (stamp === list.dataset.stamp) return;
  const page = await documentOf(location.pathname);
  const fresh = page?.querySelector('[data-list]');
  if (!fresh || waiting.size) return;
  const focused = list.contains(document.activeElement) ? document.activeElement.value : '';
  const others = list.querySelector('[data-others]');
  list.replaceChildren(...[...fresh.childNodes].map(node => document.importNode(node, true)));
  list.querySelector('[data-others]').replaceWith(others);
  list.dataset.stamp = fresh.dataset.stamp;
  filter();
  buttonOf(focused)?.focus();
}

list.addEventListener('submit', event => {
  const button = event.submitter;
  if (!event.target.matches('[data-taps]') || !button?.value) return;
  event.preventDefault();
  const here = button.name === 'here';
  // Put last: it is the newest wish for this line.
  waiting.delete(button.value);
  waiting.set(button.value, here);
  keep();
  show(button.value, here, '');
  flush();
});
field.form.addEventListener('submit', event => { event.preventDefault(); filter(); askRoster(); });
field.addEventListener('input', event => {
  if (event.isComposing) return;
  filter();
  clearTimeout(field.timer);
  field.timer = setTimeout(askRoster, 300);
});
field.addEventListener('compositionend', () => { filter(); askRoster(); });
addEventListener('online', flush);
document.addEventListener('visibilitychange', look);
setInterval(look, lookAgain);

for (const [id, here] of waiting) show(id, here, '');
flush();
document.documentElement.dataset.door = 'ready';
