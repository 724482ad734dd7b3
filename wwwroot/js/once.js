// Buttons to copy or print what is shown once. Hidden until this script runs: without it the browser's own commands do the same.

/** Copies by the clipboard, or, where the browser keeps that from plain HTTP, by a selection. */
const copy = async element => {
  const text = element.innerText.trim();
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }

  getSelection().selectAllChildren(element);
  document.execCommand('copy');
};

for (const button of document.querySelectorAll('[data-copies]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await copy(document.getElementById(button.dataset.copies));
    button.textContent = button.dataset.done;
  });
}

for (const button of document.querySelectorAll('[data-prints]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
