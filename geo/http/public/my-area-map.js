// The map: one's own ground in its colour, all other ground pale and without a name, customers as dots.

import { around, placed } from "./my-area-names.js";

const REACH = 28;
const INK = "#1B2330";
const ACCENT = "#3B4CC0";

function fetched(base) {
  if (window.L) return Promise.resolve();
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("leaflet.css", base) });
  const script = Object.assign(document.createElement("script"), { src: new URL("leaflet.js", base).href });
  return new Promise((done, failed) => {
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(style, script);
  });
}

// Corners are packed as steps of 1e-5 degrees from one to the next.
function ring(steps) {
  const corners = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    corners.push([y / 1e5, x / 1e5]);
  }
  return corners;
}
const shape = (polygons) => polygons.map((rings) => rings.map(ring));

export async function drawn(element, { data, base, choose }) {
  await fetched(base);
  const { L } = window;
  const told = data.map;
  const [west, south, east, north] = told.bounds;
  const whole = L.latLngBounds([south, west], [north, east]);
  const map = L.map(element, {
    attributionControl: false, zoomControl: false, zoomSnap: 0.25, minZoom: 6, maxZoom: 17, preferCanvas: true,
    dragging: false, touchZoom: false, doubleClickZoom: false, scrollWheelZoom: false, boxZoom: false, keyboard: false,
    fadeAnimation: false, zoomAnimation: false, maxBounds: whole.pad(0.6), maxBoundsViscosity: 0.8,
  });
  map.fitBounds(whole, { animate: false });
  const still = { interactive: false, renderer: L.canvas({ padding: 0.3 }) };
  const ground = (polygons, style) => L.polygon(shape(polygons), { ...still, ...style }).addTo(map);
  ground(told.foreign, { stroke: false, fillColor: "#EFF0EE", fillOpacity: 1 });
  for (const polygons of told.around) ground(polygons, { color: "#fff", weight: 1.6, fillColor: "#E2E6EB", fillOpacity: 1 });
  for (const { colour, polygons } of told.own) ground(polygons, { stroke: false, fillColor: colour, fillOpacity: 0.82 });
  for (const [color, weight] of [["#fff", 5], [INK, 2.2]]) {
    for (const { polygons } of told.own) ground(polygons, { color, weight, fill: false });
  }
  const dots = L.layerGroup().addTo(map);
  const marks = L.layerGroup().addTo(map);
  const names = L.layerGroup().addTo(map);
  const zoom = L.control.zoom({ position: "topright", zoomInTitle: data.words.zoom_in, zoomOutTitle: data.words.zoom_out });
  let [customers, chosen, me, large] = [[], null, null, false];

  const ready = () => {
    names.clearLayers();
    const size = map.getSize();
    const point = ({ lat, lon }) => map.latLngToContainerPoint([lat, lon]);
    const within = ({ x, y }) => x > 0 && y > 0 && x < size.x && y < size.y;
    const towns = told.towns
      .map(([name, x, y]) => ({ name, lat: y / 1e5, lon: x / 1e5 }))
      .map((town) => ({ ...town, at: point(town) }))
      .filter(({ at }) => within(at));
    const taken = [...(chosen ? [around(point(chosen), 15)] : []), ...(me ? [around(point(me), 17)] : []), ...buttons()];
    for (const { name, lat, lon, by } of placed(towns, { size, taken, dots: customers.map(point).filter(within), wide })) {
      const label = Object.assign(document.createElement("span"), { textContent: name });
      const icon = L.divIcon({ html: label, className: "town", iconSize: [0, 0], iconAnchor: [-by[0], -by[1]] });
      L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(names);
    }
    element.dataset.ready = "true";
  };
  const pen = document.createElement("canvas").getContext("2d");
  function wide(name) {
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(element);
    pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    return pen.measureText(name).width;
  }
  function buttons() {
    const { left, top } = element.getBoundingClientRect();
    return [...element.querySelectorAll(".leaflet-control-zoom")].map((control) => {
      const box = control.getBoundingClientRect();
      return { left: box.left - left, top: box.top - top, right: box.right - left, bottom: box.bottom - top };
    });
  }
  document.fonts?.ready.then(() => element.dataset.ready && ready());
  map.on("moveend resize", ready);
  map.on("click", ({ containerPoint }) => {
    let [nearest, least] = [null, REACH];
    for (const one of customers) {
      const away = map.latLngToContainerPoint([one.lat, one.lon]).distanceTo(containerPoint);
      if (away < least) [nearest, least] = [one, away];
    }
    if (nearest) choose(nearest);
  });

  const spot = (at, style, layer) => L.circleMarker([at.lat, at.lon], { ...still, ...style }).addTo(layer);
  function mark() {
    marks.clearLayers();
    if (me) {
      spot(me, { radius: 15, stroke: false, fillColor: ACCENT, fillOpacity: 0.22 }, marks);
      spot(me, { radius: 7, color: ACCENT, weight: 3, fillColor: "#fff", fillOpacity: 1 }, marks);
    }
    if (chosen) spot(chosen, { radius: 11, color: "#fff", weight: 3, fillColor: ACCENT, fillOpacity: 1 }, marks);
  }

  // A strip shows the chosen one among those next to it, the large map all of the ground.
  function look() {
    if (large || !chosen) return map.fitBounds(whole, { animate: false, padding: [10, 10] });
    const near = customers
      .map((one) => [(one.lat - chosen.lat) ** 2 + ((one.lon - chosen.lon) * 0.62) ** 2, one])
      .sort(([a], [b]) => a - b)
      .slice(0, 14)
      .map(([, { lat, lon }]) => [lat, lon]);
    const bounds = L.latLngBounds([[chosen.lat, chosen.lon], ...near, ...(me ? [[me.lat, me.lon]] : [])]);
    return map.fitBounds(bounds, { animate: false, maxZoom: 11.5, padding: [26, 26] });
  }

  return {
    show(all) {
      customers = all;
      dots.clearLayers();
      const radius = { A: 5, B: 4, C: 3 };
      for (const one of all) {
        const ours = one.status === "customer";
        const style = { color: ours ? "#fff" : INK, weight: ours ? 0.8 : 1.4, fillColor: ours ? INK : "#fff" };
        spot(one, { ...style, radius: ours ? (radius[one.class] ?? 3.5) : 3, opacity: 1, fillOpacity: ours ? 0.78 : 1 }, dots);
      }
      mark();
    },
    mark(customer, position) {
      const moved = customer !== chosen || position !== me;
      [chosen, me] = [customer, position];
      mark();
      if (moved && !large) look();
      else if (moved && chosen && !map.getBounds().contains([chosen.lat, chosen.lon])) map.panTo([chosen.lat, chosen.lon]);
      if (moved) ready();
    },
    size(wanted) {
      const turned = wanted !== large;
      large = wanted;
      map.invalidateSize({ animate: false, pan: false });
      for (const name of ["dragging", "touchZoom", "doubleClickZoom", "scrollWheelZoom", "keyboard"]) {
        map[name][large ? "enable" : "disable"]();
      }
      element.tabIndex = large ? 0 : -1;
      if (large) zoom.addTo(map);
      else zoom.remove();
      if (turned) look();
      ready();
    },
  };
}
