// Where names of towns stand on the map: within it, none on another or on a mark, and on as few customers as can be.

const [MOST, HIGH, EDGE, AIR] = [9, 18, 4, 3];

const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const holds = (box, { x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom;

export const around = ({ x, y }, radius) => ({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius });

/* Towns are `{name, at}` with the largest first; `taken` are boxes that must stay free, `dots` points that should. */
export function placed(towns, { size, taken, dots, wide }) {
  const boxes = [...taken];
  const found = [];
  for (const town of towns) {
    if (found.length === MOST) break;
    const half = wide(town.name) / 2 + AIR;
    const ways = [[0, 0], [0, -15], [0, 15], [half + 6, 0], [-half - 6, 0], [0, -27], [0, 27]];
    const free = ways
      .map(([dx, dy]) => [[dx, dy], boxed(town.at.x + dx, town.at.y + dy, half)])
      .filter(([, box]) => box.left >= EDGE && box.top >= EDGE && box.right <= size.x - EDGE && box.bottom <= size.y - EDGE)
      .filter(([, box]) => !boxes.some((other) => meet(box, other)))
      .map(([by, box]) => [dots.filter((dot) => holds(box, dot)).length, by, box])
      .sort(([a], [b]) => a - b);
    if (!free.length) continue;
    const [, by, box] = free[0];
    boxes.push(box);
    found.push({ ...town, by });
  }
  return found;
}

const boxed = (x, y, half) => ({ left: x - half, top: y - HIGH / 2, right: x + half, bottom: y + HIGH / 2 });
