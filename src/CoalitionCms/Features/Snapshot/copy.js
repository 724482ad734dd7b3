// In a copy of the site alone. A copy that is past its day says so itself.
const note = document.querySelector(".copy-note");
if (note && new Date().toISOString().slice(0, 10) > note.dataset.until) {
    note.classList.add("warn");
    note.querySelector(".old").hidden = false;
}
