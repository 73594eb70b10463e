/*
 * Draws map documents with Leaflet, in the app and in a standalone file alike.
 *
 *   rayon.start(map, {country, words, root})   once: sea, land, names of towns
 *   rayon.show({layers, selected, language, answered, desk})   as often as wanted: which documents, which territory,
 *       and which scenario is edited on them; null where the map is only looked at
 *
 * A document is JSON, named by the hash of its content, taken from an element of the page where it stands there and
 * else fetched from our own server.
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const FOREIGN = "#EFF0EE";
  const LAND = "#F8F8F6";
  const WHITE = "#FFFFFF";
  const INK = "#1B2330";
  const PROVINCE = "#C9CED6";
  const TOOLS_HEIGHT = 64;
  const AGAIN_MS = 3000; // between attempts to reach a server that is away
  const PANES = {
    "rayon-base": 150,
    "rayon-blocks": 405,
    "rayon-territories": 410,
    "rayon-mesh": 420,
    "rayon-borders": 430,
    "rayon-sketch": 640,
  };
  const frame = { layers: [], territories: [], signs: [], drawn: [], mark: [], selected: null, wish: 0, clicks: 0 };

  rayon.settled = 0; // how often the whole map has been drawn: what a test waits for

  rayon.start = (map, { country, words, root }) => {
    const alone = document.getElementById(`rayon-${country}`) !== null; // a file of its own, with nobody to ask
    Object.assign(frame, { map, words, root, country, alone });
    for (const [name, depth] of Object.entries(PANES)) map.createPane(name).style.zIndex = depth;
    frame.points = new rayon.Points(map, frame);
    frame.accounts = new rayon.Accounts(map, frame);
    frame.labels = new rayon.Labels(map);
    frame.controls = new rayon.Controls(map);
    frame.why = new rayon.Why(map, frame);
    frame.corner = new rayon.Corner(map, frame);
    frame.labels.obstacles = () => frame.controls.obstacles(map.getContainer());
    ground().then(() => frame.labels.draw(), (error) => failed(error));
    document.fonts.ready.then(() => frame.labels.draw());
    keepFitted(map);
    map.getContainer().setAttribute("role", "region");
    map.on("click", () => !frame.board && frame.selected !== null && choose(null));
  };

  /** Draw sea and land, once; what could not be fetched is asked for again. */
  const ground = () => {
    const { country } = frame;
    frame.base ??= rayon.document(country, `map/base/${country}.json`).then(drawBase);
    frame.base.catch(() => (frame.base = null));
    return frame.base;
  };

  /** Show documents; what is shown already stays as it is. */
  rayon.show = async (shown) => {
    const { layers, selected, language, desk = null } = shown;
    const wish = ++frame.wish;
    clearTimeout(frame.later);
    frame.board?.pause(!stands(desk));
    frame.language = language;
    document.documentElement.lang = language;
    frame.controls.speak(words());
    frame.corner.speak(words());
    frame.map.getContainer().setAttribute("aria-label", words().map);
    try {
      await ground();
      const found = await Promise.all(layers.map((name) => rayon.document(name, `map/document/${name}.json`)));
      await document.fonts.load('650 14px "Hanken Grotesk Variable"').catch(() => []);
      if (wish !== frame.wish) return;
      frame.controls.setAlert("");
      drawLayers(layers, found);
      const blocks = found.find(({ kind }) => kind === "blocks");
      if (desk && blocks) await edit(desk, blocks, selected);
      else {
        leave();
        select(selected);
      }
      if (wish !== frame.wish) return;
      frame.corner.menu.apply();
      frame.corner.search?.offer();
      rayon.settled += 1;
    } catch (error) {
      if (wish === frame.wish) failed(error, () => rayon.show(shown));
    }
  };

  /** Whether it is this scenario, in this version, that lies on the map. */
  const stands = (desk) => desk?.scenario === frame.board?.scenario && (desk?.at ?? null) === frame.board?.at;

  /** Lay a scenario on the map; one that is there already stays, with what is under way. */
  const edit = async (desk, layer, selected) => {
    const { board } = frame;
    if (board?.layer === layer && stands(desk)) {
      await board.opening;
      if (board !== frame.board) return;
      board.measure = desk.measure;
      board.speak();
      return;
    }
    leave();
    const opened = new rayon.Board(frame, layer, { ...desk, at: desk.at ?? null });
    Object.assign(frame, { board: opened, desk: opened.desk });
    frame.fit();
    opened.opening = opened.open(selected);
    try {
      await opened.opening;
    } catch (error) {
      if (frame.board === opened) leave(); // the next time it is opened anew
      throw error;
    }
  };

  const leave = () => {
    frame.board?.close();
    frame.accounts.clear();
    frame.why.close();
    Object.assign(frame, { board: null, desk: null });
  };

  /** Let the page around take away what it shows until there is a map. */
  const begun = () => window.frameElement?.setAttribute("data-rayon", "begun");

  /** Tell the page around whether something lies over the whole width of the map, so that it keeps clear. */
  frame.cover = (covered) => window.frameElement?.toggleAttribute("data-covered", covered);

  const words = () => frame.words[frame.language] || frame.words.en;

  /** Say that the map cannot be drawn; where the server is away for a while only, try again by itself. */
  const failed = (error, again = null) => {
    begun();
    if (!rayon.passing(error)) {
      console.error("rayon", error);
      frame.controls.setAlert(words().failed);
      return;
    }
    console.info("rayon: no answer yet", String(error));
    frame.controls.setAlert(words().waiting);
    if (again) frame.later = setTimeout(again, AGAIN_MS);
  };

  /** Fit the map to its country as long as nobody has moved it; a frame may start without any size. */
  const keepFitted = (map) => {
    const container = map.getContainer();
    let moved = false;
    const byHand = (gesture, hand) =>
      container.addEventListener(
        gesture,
        () => {
          moved = true;
          container.classList.toggle("rayon-by-hand", hand);
        },
        { passive: true, capture: true },
      );
    byHand("pointerdown", true);
    byHand("wheel", true);
    byHand("keydown", false);
    const fit = () => {
      if (!container.clientWidth || !container.clientHeight || moved || !frame.bounds) return;
      const small = container.clientWidth < 600;
      const below = small ? frame.controls.sources.box.offsetHeight + 4 : 20;
      map.fitBounds(frame.bounds, {
        animate: false,
        paddingTopLeft: small ? [8, 8 + frame.controls.tools.box.offsetHeight] : [24, frame.board ? TOOLS_HEIGHT : 20],
        paddingBottomRight: [small ? 8 : 24, below],
      });
    };
    frame.hold = () => (moved = true);
    frame.fit = () => {
      map.setMaxBounds(null); // they would start to pan a map of another size, and go on after it is fitted
      map.invalidateSize({ pan: false, debounceMoveend: false });
      fit();
      if (frame.bounds) map.setMaxBounds(frame.bounds.pad(0.6));
    };
    new ResizeObserver(frame.fit).observe(container);
  };

  const drawBase = (base) => {
    const map = frame.map;
    const renderer = L.svg({ pane: "rayon-base", padding: 0.6 });
    const still = { renderer, interactive: false };
    const ground = (packed, fillColor) =>
      L.polygon(rayon.polygons(packed), { ...still, stroke: false, fillColor, fillOpacity: 1, smoothFactor: 0.5 });
    ground(base.foreign, FOREIGN).addTo(map);
    L.polyline(rayon.lines(base.frontiers), { ...still, color: "#D6DADF", weight: 1 }).addTo(map);
    ground(base.land, LAND).addTo(map);
    L.polyline(rayon.lines(base.provinces), { ...still, color: PROVINCE, weight: 0.8, opacity: 0.7 }).addTo(map);
    frame.labels.towns = base.towns;
    frame.sources = base.sources;
    frame.controls.setSources(base.sources);
    frame.bounds = rayon.bounds(base.bounds);
    frame.fit();
    begun();
  };

  const drawLayers = (names, found) => {
    if (names.join() === frame.layers.join() && frame.layers.length === names.length) return;
    frame.layers = names;
    frame.drawn.forEach((layer) => layer.remove());
    frame.drawn = [];
    frame.territories = [];
    frame.points.clear();
    frame.labels.territories = [];
    frame.controls.setHeading("", "");
    frame.signs = [];
    found.forEach((layer, i) => draw[layer.kind](layer, names[i]));
    const sources = [...found.flatMap((layer) => layer.sources || []), ...frame.sources];
    frame.controls.setSources([...new Set(sources)].filter(Boolean));
    frame.fit();
  };

  const put = (layer) => {
    frame.drawn.push(layer.addTo(frame.map));
    return layer;
  };

  const draw = {
    territories: ({ territories, approximate }) => {
      const fills = L.svg({ pane: "rayon-territories", padding: 0.4 });
      const borders = L.svg({ pane: "rayon-borders", padding: 0.4 });
      frame.territories = territories.map(({ name, line, colour, attention, deviation, anchors, size, polygons }, index) => {
        const places = rayon.polygons(polygons);
        const shape = L.polygon(places, { renderer: fills, stroke: false, fillColor: colour, smoothFactor: 0.4 });
        shape.on("click", (event) => {
          L.DomEvent.stopPropagation(event);
          if (frame.selected !== index) choose(index);
        });
        put(shape);
        const border = { renderer: borders, interactive: false, fill: false, smoothFactor: 0.4 };
        put(L.polygon(places, { ...border, color: WHITE, weight: 1.6 }));
        return { name, line, colour, attention, deviation, anchors, size, shape, places, border, selected: false };
      });
      frame.labels.territories = frame.territories;
      if (approximate) frame.signs.push("approximate");
    },

    areas: ({ lines }) => {
      const renderer = L.canvas({ pane: "rayon-mesh", padding: 0.3 });
      const style = { renderer, interactive: false, color: WHITE, weight: 0.55, opacity: 0.75, smoothFactor: 0.6 };
      put(L.polyline(rayon.lines(lines), style));
    },

    blocks: ({ approximate }) => {
      if (approximate) frame.signs.push("approximate");
    },

    customers: (layer, name) => {
      frame.points.show(layer, name);
      frame.signs.push(...rayon.customerSigns(layer));
    },

    marks: (layer) => rayon.marks(layer).forEach(put),

    homes: (layer) => put(new rayon.Homes(layer, frame)),

    moved: (layer) => {
      rayon.moved(layer).forEach(put);
      frame.signs.push("moved_ground");
    },

    heading: ({ title, line }) => frame.controls.setHeading(title, line),
  };

  /** Mark one territory, or none, and lay out what depends on it. */
  const select = (index) => {
    const chosen = index === null ? undefined : frame.territories[index];
    frame.selected = chosen ? index : null;
    frame.mark.forEach((layer) => layer.remove());
    frame.mark = [];
    frame.territories.forEach((territory) => {
      territory.selected = territory === chosen;
      const opacity = !chosen ? 0.82 : territory.selected ? 0.95 : 0.68;
      territory.shape.setStyle({ fillOpacity: opacity });
    });
    if (chosen) {
      const outline = (color, weight) =>
        L.polygon(chosen.places, { ...chosen.border, color, weight, lineJoin: "round" }).addTo(frame.map);
      frame.mark = [outline(WHITE, 5), outline(INK, 2.2)];
    }
    frame.legend = () => {
      const mine = chosen ? [["selected", words().selected, chosen.colour]] : [];
      frame.controls.setLegend([...mine, ...frame.corner.menu.signs(words())]);
    };
    frame.legend();
    frame.points.selected = frame.selected;
    frame.points.draw();
    frame.labels.draw();
  };

  /** Take a click: show it at once and tell the page, where there is one. */
  const choose = (index) => {
    select(index);
    frame.clicks += 1;
    const envelope = { op: "select", territory: index, n: frame.clicks, load: rayon.load };
    window.Streamlit?.setComponentValue({ last_active_drawing: envelope });
  };

  rayon.load = Math.random().toString(36).slice(2);
  rayon.frame = frame;
})();
