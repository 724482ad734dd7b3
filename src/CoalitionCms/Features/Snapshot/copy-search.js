// Search in a copy of the site, where nothing can be asked. The index lies in scripts, because a page on a disk may load nothing else:
// one for the words that begin with each character, one for some texts each.
(() => {
    const root = new URL("../search/", document.currentScript.src).href;
    const home = new URL("../", root).href;
    const waiting = new Map();
    const loaded = new Map();
    let variants = new Map();

    function load(name) {
        if (!loaded.has(name)) {
            loaded.set(name, new Promise(resolve => {
                const script = document.createElement("script");
                waiting.set(name, resolve);
                script.src = root + name + ".js";
                script.onerror = () => resolve(null);
                document.head.append(script);
            }));
        }
        return loaded.get(name);
    }

    window.copySearch = {
        list: all => waiting.get("list")(new Set(all)),
        han: (from, to) => {
            variants = new Map([...from].map((character, i) => [character, [...to][i]]));
            waiting.get("han")(true);
        },
        words: (first, words) => waiting.get("w/" + first)(words),
        texts: (part, texts) => waiting.get("d/" + part)(texts),
    };

    // As Domain/SearchText: forms that readers take for the same become the same.
    const same = { "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ـ": "", "ى": "ي", "ی": "ي", "ک": "ك" };

    function fold(text) {
        let folded = "", isLatin = false;
        for (const character of text.normalize("NFKC").toLowerCase().normalize("NFD")) {
            const code = character.codePointAt(0), isMark = /[\p{Mn}\p{Me}]/u.test(character);
            if (!isMark) {
                isLatin = code < 0x250 || (code >= 0x1e00 && code <= 0x1eff);
            }
            if (!isMark || !(isLatin || (code >= 0x64b && code <= 0x652) || code === 0x670)) {
                folded += same[character] ?? character;
            }
        }
        return [...folded.normalize("NFC")].map(c => variants.get(c) ?? c).join("");
    }

    function tokens(text) {
        const all = [];
        let word = "";
        const end = () => {
            if (word) {
                all.push(word);
            }
            word = "";
        };
        for (const character of fold(text)) {
            if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(character)) {
                end();
                all.push(character);
            } else if (/[\p{L}\p{N}\p{Mn}\p{Mc}]/u.test(character)) {
                word += character;
            } else if (!/['’ʼʻ]/.test(character)) {
                end();
            }
        }
        end();
        return [...new Set(all)];
    }

    async function find(question) {
        const [known] = await Promise.all([load("list"), load("han")]);
        const asked = tokens(question);
        let found = null;
        for (const [i, token] of asked.entries()) {
            const first = token.codePointAt(0).toString(16);
            const words = known && known.has(first) ? await load("w/" + first) ?? {} : {};
            const isLast = i === asked.length - 1 && token.length > 2;
            const matches = new Map();
            for (const word of isLast ? Object.keys(words).filter(w => w.startsWith(token)) : Object.hasOwn(words, token) ? [token] : []) {
                for (const place of words[word]) {
                    const weight = (place & 3) * 2 + (word === token ? 1 : 0);
                    matches.set(place >> 2, Math.max(weight, matches.get(place >> 2) ?? 0));
                }
            }
            found = found === null ? matches
                : new Map([...found].filter(([n]) => matches.has(n)).map(([n, weight]) => [n, weight + matches.get(n)]));
        }
        return [...found ?? []].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([number]) => number);
    }

    const box = document.getElementById("copy-search");
    const [field, list, status] = [box.querySelector("input"), box.querySelector("ol"), box.querySelector("[role=status]")];
    const kinds = new Map([...box.querySelectorAll("[data-kind]")].map(k => [k.dataset.kind, k.textContent]));
    let turn = 0;

    async function show() {
        const mine = ++turn;
        const numbers = field.value.trim() ? await find(field.value) : [];
        const rows = [];
        for (const number of numbers.slice(0, 50)) {
            const texts = await load("d/" + Math.floor(number / 250));
            const [file, title, language, kind, day] = texts[number % 250];
            const [row, link, meta] = [document.createElement("li"), document.createElement("a"), document.createElement("p")];
            link.href = home + file.split("/").map(encodeURIComponent).join("/");
            link.textContent = title;
            link.lang = language;
            link.dir = "auto";
            meta.className = "meta";
            meta.textContent = [kinds.get(kind), day].filter(Boolean).join(" · ");
            const inner = document.createElement("div");
            inner.append(meta, link);
            row.append(inner);
            rows.push(row);
        }
        if (mine === turn) {
            list.replaceChildren(...rows);
            status.textContent = field.value.trim() ? numbers.length || box.dataset.none : "";
        }
    }

    let pause = 0;
    field.addEventListener("input", () => {
        clearTimeout(pause);
        pause = setTimeout(show, 200);
    });
    box.hidden = false;
    document.querySelector(".copy-unscripted").hidden = true;
})();
