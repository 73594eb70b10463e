/* The tools that float on the map, and one line that says what a click does now. */
(() => {
  "use strict";
  const rayon = window.rayon;
  const SVG = "http://www.w3.org/2000/svg";
  const NOTICE_MS = 7000;
  const TOOLS = [
    ["choose", "v", "M13.5 2.5 2.5 7.2l4.7 1.6 1.6 4.7z"],
    ["paint", "b", "M14 2 7.8 8.2M5.9 8.9c-1.5 0-2.3 1-2.4 2.2-.1 1-.6 1.7-1.5 2 2.6.9 5.8.4 5.8-2.3 0-1.1-.8-1.9-1.9-1.9z"],
    ["lasso", "l", "M4.6 10.1C3 9.4 2 8.2 2 6.8 2 4.4 4.7 2.5 8 2.5s6 1.9 6 4.3-2.7 4.3-6 4.3M6.3 11a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 0 1 3.2 0zM4.9 12.6c0 1-.6 1.5-1.5 1.6"],
    ["polygon", "p", "M3.8 12.6 3.2 5.8 8 2.8l5 3.6-2 6.2zM8 1.6v2.4M12 6.4h2M2.2 5.8h2M11 11.6v2M3.8 11.6v2"],
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
      this.tell(parts);
      this.hint.classList.add("rayon-notice");
    }

    /** What has happened, for as long. */
    tell(parts) {
      this.calm();
      this.hint.replaceChildren(...parts);
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

  rayon.icon = icon;
  rayon.TOOL_KEYS = Object.fromEntries(TOOLS.map(([tool, key]) => [key, tool]));
  rayon.Tools = Tools;
})();
