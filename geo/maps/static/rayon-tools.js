/* The tools that float on the map, and one line that says what a click does now. */
(() => {
  "use strict";
  const rayon = window.rayon;
  const SVG = "http://www.w3.org/2000/svg";
  const NOTICE_MS = 7000;
  const TOOLS = [
    ["choose", "v", "M13.2 2.8 2.6 7.1l4.6 1.7 1.7 4.6z"],
    ["paint", "b", "M13.4 2.6 7 9M5.6 8.6c-1.5 0-2.4 1-2.4 2.3 0 .9-.5 1.5-1.2 1.8 2.9.9 5.6.2 5.6-2.1 0-1.1-.9-2-2-2z"],
    ["lasso", "l", "M5.2 10.2C3.3 9.6 2 8.3 2 6.7 2 4.400 4.700 2.600 8 2.600s6 1.800 6 4.100-2.700 4.100-6 4.100c-.5 0-.9 0-1.300-.1M5.200 9.300a1.400 1.400 0 1 0 .1 2.800 1.400 1.400 0 0 0-.1-2.800zM5.700 12c.3 1-.3 1.700-1.300 2"],
    ["polygon", "p", "M3.500 5.300 8 2.800l4.800 3.700-1.900 6-6.100.2zM2.300 4.400h2.200v2.200H2.300zM6.900 1.700h2.200v2.200H6.900zM11.700 5.400h2.200v2.200h-2.200zM9.800 11.400H12v2.200H9.800zM3.700 11.600h2.200v2.200H3.700z"],
  ];

  const icon = (drawing) => {
    const svg = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", drawing);
    svg.append(path);
    return svg;
  };

  /** Put values into a sentence; values stand out and are text, whatever they hold. */
  rayon.sentence = (template, values = {}) =>
    template.split(/\{(\w+)\}/).map((part, i) => (i % 2 ? rayon.element("b", "", String(values[part] ?? "")) : part));

  class Tools {
    constructor(box, pick) {
      this.box = box;
      this.group = rayon.element("div", "rayon-tool-group");
      this.group.setAttribute("role", "group");
      this.hint = rayon.element("p", "rayon-hint");
      this.hint.setAttribute("role", "status");
      this.state = rayon.element("p", "rayon-state");
      this.state.setAttribute("role", "status");
      this.buttons = new Map(
        TOOLS.map(([tool, , drawing]) => {
          const button = rayon.element("button", "rayon-tool");
          button.type = "button";
          button.append(icon(drawing), rayon.element("span", ""));
          button.addEventListener("click", () => pick(tool));
          return [tool, button];
        }),
      );
      this.group.append(...this.buttons.values());
      box.replaceChildren(this.group, this.hint, this.state);
      box.hidden = false;
    }

    /** Name the tools in the reader's language; a scenario that cannot be changed has none. */
    speak(words, readonly) {
      this.group.hidden = readonly;
      this.group.setAttribute("aria-label", words.tools);
      for (const [tool, key] of TOOLS) {
        const button = this.buttons.get(tool);
        button.querySelector("span").textContent = words[tool];
        button.setAttribute("aria-label", words[tool]);
        button.setAttribute("aria-keyshortcuts", key);
        button.title = `${words[tool]} (${key.toUpperCase()})`;
      }
    }

    press(tool) {
      this.buttons.forEach((button, name) => button.setAttribute("aria-pressed", String(name === tool)));
    }

    /** What a click does now. */
    say(parts) {
      this.saying = parts;
      if (!this.noticed) this.hint.replaceChildren(...parts);
    }

    /** Why something did not happen, for a while, in the place of what a click does. */
    notice(parts) {
      clearTimeout(this.noticed);
      this.hint.replaceChildren(...parts);
      this.hint.classList.add("rayon-notice");
      this.noticed = setTimeout(() => this.calm(), NOTICE_MS);
    }

    calm() {
      clearTimeout(this.noticed);
      this.noticed = null;
      this.hint.classList.remove("rayon-notice");
      this.hint.replaceChildren(...(this.saying || []));
    }

    /** A line that stays until the state is another; none hides it. */
    setState(text) {
      this.state.textContent = text;
      this.state.hidden = !text;
    }

    close() {
      clearTimeout(this.noticed);
      this.box.replaceChildren();
      this.box.hidden = true;
    }
  }

  rayon.TOOL_KEYS = Object.fromEntries(TOOLS.map(([tool, key]) => [key, tool]));
  rayon.Tools = Tools;
})();
