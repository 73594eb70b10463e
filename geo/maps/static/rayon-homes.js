/*
 * Homes of representatives: a house and a name each, and, where the page asks for a place, the click that tells it.
 *
 *   new rayon.Homes(document, frame)   a Leaflet layer of a document of kind "homes"
 */
(() => {
  "use strict";
  const rayon = window.rayon;
  const PANE = "rayon-homes";
  const DEPTH = 645; // over names, under what floats
  const HOUSE = "M2.5 8 8 3l5.5 5M4 7.2V13h8V7.2";
  const SIZE = 22;

  const house = ({ name, at, chosen }) => {
    const box = rayon.element("div", `rayon-home${chosen ? " rayon-home-chosen" : ""}`);
    const sign = rayon.element("i", "");
    sign.append(rayon.icon(HOUSE));
    box.append(sign, rayon.element("span", "", name));
    const icon = L.divIcon({ html: box, className: "", iconSize: [SIZE, SIZE] });
    return L.marker(rayon.place(...at), { icon, pane: PANE, interactive: false, keyboard: false });
  };

  rayon.Homes = L.LayerGroup.extend({
    initialize({ homes, asks }, frame) {
      L.LayerGroup.prototype.initialize.call(this, homes.map(house));
      Object.assign(this, { frame, asks, tell: (event) => this._tell(event.latlng) });
    },

    onAdd(map) {
      if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = DEPTH;
      map.getPane(PANE).style.pointerEvents = "none";
      L.LayerGroup.prototype.onAdd.call(this, map);
      this.frame.homes = this;
      map.getContainer().classList.toggle("rayon-asks", this.asks);
      if (this.asks) map.on("click", this.tell);
    },

    onRemove(map) {
      L.LayerGroup.prototype.onRemove.call(this, map);
      if (this.frame.homes === this) this.frame.homes = null;
      map.getContainer().classList.remove("rayon-asks");
      map.off("click", this.tell);
    },

    /** Lay the homes on the map or take them off it; where the page asks for one they stay. */
    setShown(shown) {
      this._map.getPane(PANE).style.display = shown || this.asks ? "" : "none";
    },

    /** Tell the page a place that was clicked, in degrees. */
    _tell({ lng, lat }) {
      const { frame } = this;
      frame.clicks += 1;
      const place = { op: "place", lon: Number(lng.toFixed(6)), lat: Number(lat.toFixed(6)) };
      const envelope = { ...place, n: frame.clicks, load: rayon.load };
      window.Streamlit?.setComponentValue({ last_active_drawing: envelope });
    },
  });
})();
