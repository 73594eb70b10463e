/* Where the name of a territory stands: in the area that lies most steps from the territory's border. */
(() => {
  "use strict";
  const rayon = window.rayon;
  const MOST_PLACES = 5;

  /** Steps from each area to the border of its territory, the coast among borders; 1 at the border. */
  const depths = (mosaic, owner) => {
    const depth = new Int16Array(mosaic.length);
    const queue = [];
    for (let area = 0; area < mosaic.length; area += 1) {
      if (mosaic.atEdge[area] || mosaic.neighbours[area].some((other) => owner[other] !== owner[area])) {
        depth[area] = 1;
        queue.push(area);
      }
    }
    for (let i = 0; i < queue.length; i += 1) {
      for (const other of mosaic.neighbours[queue[i]]) {
        if (depth[other]) continue;
        depth[other] = depth[queue[i]] + 1;
        queue.push(other);
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
