// Shows how far an import is without loading its page again. Without this script the page loads itself again.
const words = document.querySelector('[data-live]');
const bar = document.querySelector('progress');

const look = async () => {
  const answer = await fetch(location.pathname, { headers: { Accept: 'application/json' }, redirect: 'manual' }).catch(() => null);
  const state = answer?.ok && answer.headers.get('Content-Type')?.startsWith('application/json') ? await answer.json() : null;
  if (answer && !state?.runs) {
    location.reload();
    return;
  }

  if (state) {
    if (words.textContent !== state.text) words.textContent = state.text;
    bar.value = state.percent;
  }

  setTimeout(look, document.hidden ? 5000 : 1000);
};

if (words && bar) setTimeout(look, 1000);
