/* Keys of the map, heard in its own frame and on the page around it, but never where somebody writes. */
(() => {
  "use strict";
  const rayon = window.rayon;
  const WRITING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';

  /**
   * Hear keys until `signal` ends it. `act` has: undo, redo, escape, tool(name), enter, backspace, space(held); one that
   * returns false leaves the key to others.
   */
  rayon.hearKeys = (act, signal) => {
    const down = (event) => {
      if (event.defaultPrevented || event.target.closest?.(WRITING)) return;
      const key = event.key.toLowerCase();
      const command = event.ctrlKey || event.metaKey;
      const loose = event.target.ownerDocument === document || event.target === event.target.ownerDocument?.body;
      let done = false;
      if (command && !event.altKey && (key === "z" || key === "y")) done = act[key === "y" || event.shiftKey ? "redo" : "undo"]();
      else if (command || event.altKey) return;
      else if (rayon.TOOL_KEYS[key]) done = act.tool(rayon.TOOL_KEYS[key]);
      else if (loose && ["escape", "enter", "backspace"].includes(key)) done = act[key]();
      else if (key === " " && event.target.ownerDocument === document && !event.target.closest?.("button, a")) done = act.space(true);
      if (done !== false) event.preventDefault();
    };
    const up = (event) => event.key === " " && act.space(false);
    const hear = (page, until) => {
      page.addEventListener("keydown", down, { signal: until });
      page.addEventListener("keyup", up, { signal: until });
    };
    hear(document, signal);
    if (window.parent === window) return;
    let gone = new AbortController(); // the page around may outlive this frame, which must then hear nothing any more
    hear(window.parent.document, gone.signal);
    signal.addEventListener("abort", () => gone.abort());
    window.addEventListener("pagehide", () => gone.abort(), { signal });
    const back = () => {
      if (!gone.signal.aborted) return;
      gone = new AbortController();
      hear(window.parent.document, gone.signal);
    };
    window.addEventListener("pageshow", back, { signal });
  };
})();
