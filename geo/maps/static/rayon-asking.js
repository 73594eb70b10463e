/*
 * Questions to our own server: every error carries a status, 0 where no answer came at all.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const KEPT_DOCUMENTS = 12;
  const LATER = [408, 425, 429];
  const read = new Map();

  const away = (error) => {
    throw Object.assign(new Error(String(error)), { status: 0 });
  };

  rayon.asked = (address, options) => fetch(address, { credentials: "same-origin", ...options }).catch(away);

  /** Return what the answer to a question holds. */
  rayon.answered = async (asked) => {
    const answer = await asked;
    if (!answer.ok) throw Object.assign(new Error(`${answer.url}: ${answer.status}`), { status: answer.status });
    return answer.json().catch(away);
  };

  /** Whether an error may be gone when the same is asked again. */
  rayon.passing = ({ status }) => status === 0 || status >= 500 || LATER.includes(status);

  /** Return a document by its name, once fetched from memory. */
  rayon.document = (name, path) => {
    if (!read.has(name)) {
      const embedded = document.getElementById(`rayon-${name}`);
      const address = () => new URL(rayon.frame.root + path, document.baseURI);
      const found = embedded ? Promise.resolve(JSON.parse(embedded.textContent)) : rayon.answered(rayon.asked(address()));
      found.catch(() => read.delete(name));
      read.set(name, found);
      if (read.size > KEPT_DOCUMENTS) read.delete(read.keys().next().value);
    }
    return read.get(name);
  };
})();
