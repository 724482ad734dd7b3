// Remarks: the selected words of a text become the passage of a new remark, and passages that have remarks are marked in the text.
const text = document.querySelector('[data-remark-text]') ?? document.getElementById('Entry_Body');
const quote = document.getElementById('Remark_Quote');

function selected() {
  if (text instanceof HTMLTextAreaElement) return text.value.slice(text.selectionStart, text.selectionEnd);
  const selection = getSelection();
  return selection.rangeCount && text.contains(selection.getRangeAt(0).commonAncestorContainer) ? selection.toString() : '';
}

/** The range of a passage in the text, whatever blanks and line breaks stand in it. */
function rangeOf(passage) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const letters = [];
  while (walker.nextNode()) {
    [...walker.currentNode.data].reduce((at, letter) => {
      if (letter.trim()) letters.push({ letter, node: walker.currentNode, at });
      return at + letter.length;
    }, 0);
  }
  const wanted = passage.replace(/\s+/g, '');
  const start = letters.map(l => l.letter).join('').indexOf(wanted);
  if (start < 0) return null;
  const from = [...letters.map(l => l.letter).join('').slice(0, start)].length;
  const [first, last] = [letters[from], letters[from + [...wanted].length - 1]];
  const range = new Range();
  range.setStart(first.node, first.at);
  range.setEnd(last.node, last.at + last.letter.length);
  return range;
}

if (text && quote) {
  const remarking = quote.closest('details');
  // Until somebody writes in the field, it follows the selection.
  let own = quote.value !== '';
  quote.addEventListener('input', () => { own = quote.value !== ''; });
  document.addEventListener('selectionchange', () => {
    const words = document.activeElement === quote ? '' : selected().trim();
    if (!own && words && (text.matches('article') || document.activeElement === text)) quote.value = words.slice(0, 500);
  });
  // Opened without a selection, an old one is not offered.
  remarking?.addEventListener('toggle', () => { if (!remarking.open && !own) quote.value = ''; });
  if (text.matches('article') && globalThis.Highlight) {
    const ranges = [...document.querySelectorAll('.remark:not(.resolved .remark) [data-passage]')].map(p => rangeOf(p.textContent)).filter(Boolean);
    if (ranges.length) CSS.highlights.set('remark', new Highlight(...ranges));
  }
}
