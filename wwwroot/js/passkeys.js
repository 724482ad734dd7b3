// Fills in forms that a passkey answers. The form is hidden until the browser is known to be able; without this script the page says so itself.

const able = typeof PublicKeyCredential !== 'undefined'
  && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'
  && typeof PublicKeyCredential.prototype.toJSON === 'function';

let waiting = null;

/** Asks the passkey and sends its answer. */
const ask = async (form, whileTyping) => {
  // One question at a time: the one in the e-mail field gives way to the button.
  waiting?.abort();
  waiting = new AbortController();
  const options = JSON.parse(form.dataset.options);
  const failed = form.querySelector('[data-passkey-failed]');
  failed.hidden = true;
  try {
    const credential = form.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal: waiting.signal })
      : await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), signal: waiting.signal, ...(whileTyping && { mediation: 'conditional' }),
      });
    form.elements.Credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch (problem) {
    // Who closed the question, or never answered it, knows; who pressed the button is told.
    failed.hidden = whileTyping || problem.name === 'AbortError';
  }
};

// Whoever reads this sentence has no script: it stands there until this one runs.
document.querySelector('[data-passkey-needs-script]').hidden = true;

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!able) {
    document.querySelector('[data-passkey-unable]').hidden = false;
    continue;
  }

  form.hidden = false;
  form.addEventListener('submit', event => {
    event.preventDefault();
    ask(form, false);
  });
  if (form.dataset.whileTyping === 'yes' && await PublicKeyCredential.isConditionalMediationAvailable?.()) {
    ask(form, true);
  }
}
