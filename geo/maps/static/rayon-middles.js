/* Where the name of a territory stands: in the area farthest from the territory's border, counted from area to area. */
(() => {
  "use strict";
  const rayon = window.rayon;
  const MOST_PLACES = 5;
  const BUCKET = 2; // reference pixels between two ranks of the areas that are waited for

  /** How far each area lies within its territory, the coast among borders, in reference pixels. */
  const depths = (mosaic, owner) => {
    const depth = new Float64Array(mosaic.length).fill(Infinity);
    const queue = [];
    const wait = (area, far) => {
      if (far >= depth[area]) return;
      depth[area] = far;
      (queue[Math.floor(far / BUCKET)] ||= []).push([area, far]);
    };
    const across = (area) => Math.sqrt(mosaic.ground(area));
    for (let area = 0; area < mosaic.length; area += 1) {
      const outer = mosaic.atEdge[area] || mosaic.neighbours[area].some((other) => owner[other] !== owner[area]);
      if (outer) wait(area, across(area) / 2);
    }
    for (let rank = 0; rank < queue.length; rank += 1) {
      for (const [area, far] of queue[rank] || []) {
        if (far > depth[area]) continue;
        for (const other of mosaic.neighbours[area]) wait(other, far + (across(area) + across(other)) / 2);
      }
    }
    return depth;
  };

  /** Places for the name of each territory, the best first, apart from each other; and how much ground it has. */
  rayon.middles = (mosaic, owner) => {
    const depth = depths(mosaic, owner);
    const members = new Map();
    owner.forEach((id, area) => {
      if (!mosaic.rings[area].length) return;
      if (!members.has(id)) members.set(id, []);
      members.get(id).push(area);
    });
    const found = new Map();
    for (const [id, areas] of members) {
      const grounds = areas.map((area) => mosaic.ground(area));
      const size = grounds.reduce((sum, ground) => sum + ground, 0);
      const mean = [0, 1].map(
        (axis) => areas.reduce((sum, area, i) => sum + grounds[i] * mosaic.middle(area)[axis], 0) / (size || 1),
      );
      const apart = Math.sqrt(size) / 4;
      const far = (area, [x, y]) => Math.hypot(mosaic.middle(area)[0] - x, mosaic.middle(area)[1] - y);
      const order = areas.map((area) => [depth[area], far(area, mean), area]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
      const places = [];
      for (const [, , area] of order) {
        if (places.every((other) => far(area, mosaic.middle(other)) >= apart)) places.push(area);
        if (places.length === MOST_PLACES) break;
      }
      found.set(id, { size, anchors: places.map((area) => mosaic.steps(mosaic.middle(area))) });
    }
    return found;
  };
})();
