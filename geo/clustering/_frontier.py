"""
Hand areas over along borders at random, by a compiled loop.

A proposal is one area that goes across a border, or two: another comes back, or goes on to a third territory. It stands
where it lowers the energy or raises it by no more than chance allows, and leaves every territory in one piece. The
energy of a territory is the spread of its areas around their own mean, less what is the same for every division, and
what its load deviates beyond the tolerance, squared.
"""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._compiled import compiled, inlined

_WANDER = 4
"""Steps at most from an area that goes to one that comes back for it, less one."""


@compiled
def _draw(state: IntArray) -> float:
    """Return a number from 0 to 1, and change the state (xorshift, Marsaglia 2003)."""
    s = state[0]
    s ^= s << np.uint64(13)
    s ^= s >> np.uint64(7)
    s ^= s << np.uint64(17)
    state[0] = s
    return float(s >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def _stays_whole(
    area: int, labels: IntArray, start: IntArray, neighbours: IntArray, seen: IntArray, queue: IntArray
) -> bool:
    """
    Return whether what an area leaves behind is not empty and in one piece.

    `seen` holds marks of earlier calls, the last of them at its end.
    """
    own, n = labels[area], len(labels)
    seen[n] += 1
    mark = seen[n]
    wanted, first = 0, -1
    for e in range(start[area], start[area + 1]):
        b = neighbours[e]
        if labels[b] == own:
            seen[b] = -mark
            wanted, first = wanted + 1, b
    if wanted <= 1:
        return wanted == 1
    seen[area] = seen[first] = mark
    queue[0], head, tail = first, 0, 1
    while head < tail:
        here = queue[head]
        head += 1
        for e in range(start[here], start[here + 1]):
            b = neighbours[e]
            if labels[b] == own and seen[b] != mark:
                if seen[b] == -mark:
                    wanted -= 1
                    if wanted == 1:
                        return True
                seen[b] = mark
                queue[tail] = b
                tail += 1
    return False


@inlined
def _shape(
    t: int,
    a: int,
    s: float,
    c: int,
    r: float,
    masses: FloatArray,
    moments: FloatArray,
    mass: FloatArray,
    moment: FloatArray,
) -> float:
    """Return the spread of territory t once area a has come (s = 1) or gone (−1), and c likewise (r); 0 for neither."""
    square = 0.0
    for q in range(moments.shape[1]):
        u = moment[t, q] + s * moments[a, q] + r * moments[c, q]
        square += u * u
    return float(-square / (mass[t] + s * masses[a] + r * masses[c]))


@inlined
def _strain(
    t: int, more: float, loads: FloatArray, targets: FloatArray, stiffness: FloatArray, tolerance: float
) -> float:
    """Return what the deviation of territory t costs once it has so much more load."""
    over = abs((loads[t] + more) / targets[t] - 1.0) - tolerance
    return float(stiffness[t] * over * over) if over > 0.0 else 0.0


@compiled
def _note(e: int, across: bool, border: IntArray, place: IntArray, count: int) -> int:
    """Put an edge on the list of those that cross a border, or take it off; return how many are on it."""
    if across and place[e] < 0:
        place[e], border[count] = count, e
        return count + 1
    if not across and place[e] >= 0:
        last = border[count - 1]
        border[place[e]], place[last] = last, place[e]
        place[e] = -1
        return count - 1
    return count


@compiled
def _put(
    a: int,
    t: int,
    labels: IntArray,
    start: IntArray,
    neighbours: IntArray,
    back: IntArray,
    border: IntArray,
    place: IntArray,
    count: int,
    masses: FloatArray,
    moments: FloatArray,
    weights: FloatArray,
    mass: FloatArray,
    moment: FloatArray,
    loads: FloatArray,
    sizes: IntArray,
) -> int:
    """Hand area a to territory t; return how many edges cross a border then."""
    old = labels[a]
    sizes[old] -= 1
    sizes[t] += 1
    mass[old] -= masses[a]
    mass[t] += masses[a]
    loads[old] -= weights[a]
    loads[t] += weights[a]
    for q in range(moments.shape[1]):
        moment[old, q] -= moments[a, q]
        moment[t, q] += moments[a, q]
    labels[a] = t
    for e in range(start[a], start[a + 1]):
        across = labels[neighbours[e]] != t
        count = _note(e, across, border, place, count)
        count = _note(back[e], across, border, place, count)
    return count


@compiled
def jostle(
    start: IntArray,
    neighbours: IntArray,
    labels: IntArray,
    masses: FloatArray,
    moments: FloatArray,
    weights: FloatArray,
    targets: FloatArray,
    stiffness: FloatArray,
    tolerance: float,
    typical: float,
    heats: FloatArray,
    hardnesses: FloatArray,
    moves: int,
    seed: int,
) -> int:
    """
    Make proposals, `moves` of them at each heat; return how many stood.

    Parameters
    ----------
    start, neighbours
        Rows of a symmetric graph, indices sorted, shapes (n + 1,) and (e,).
    labels
        Territory of each area, each in one piece, changed in place, shape (n,).
    masses, moments
        What each area counts for in the spread, positive, and that times its place, shapes (n,) and (n, d).
    weights, targets
        Shapes (n,) and (k,), the targets positive.
    stiffness
        What a squared deviation of each territory costs, relative to others, shape (k,).
    tolerance
        Relative deviation that costs nothing.
    typical
        Mass from which chance allows no more than for others.
    heats, hardnesses
        What rise of the energy chance allows per unit of mass, and what to multiply the stiffness by, shape (rounds,).
    seed
        Positive.
    """
    n, d, k = len(labels), moments.shape[1], len(targets)
    state = np.array([seed], dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mass, loads, moment, sizes = np.zeros(k), np.zeros(k), np.zeros((k, d)), np.zeros(k, np.int64)
    edges = len(neighbours)
    source, back, border = np.empty(edges, np.int64), np.empty(edges, np.int64), np.empty(edges, np.int64)
    place, next_back, count = np.full(edges, -1, np.int64), start[:-1].copy(), 0
    for a in range(n):
        t = labels[a]
        sizes[t] += 1
        mass[t] += masses[a]
        loads[t] += weights[a]
        for q in range(d):
            moment[t, q] += moments[a, q]
        for e in range(start[a], start[a + 1]):
            b = neighbours[e]
            # Rows are sorted, so row b meets its areas in the order in which a passes.
            source[e], back[e] = a, next_back[b]
            next_back[b] += 1
            count = _note(e, labels[b] != t, border, place, count)
    shape, strain = np.empty(k), np.empty(k)
    for t in range(k):
        shape[t] = _shape(t, 0, 0.0, 0, 0.0, masses, moments, mass, moment)
        strain[t] = _strain(t, 0.0, loads, targets, stiffness, tolerance)
    seen, queue, stood = np.zeros(n + 1, np.int64), np.empty(n, np.int64), 0
    for heat, hardness in zip(heats, hardnesses):  # noqa: B905 - not compiled with `strict`
        for _ in range(moves):
            if count == 0:
                return stood
            e = border[int(_draw(state) * count)]
            a, b = source[e], neighbours[e]
            giver, taker = labels[a], labels[b]
            if sizes[giver] == 1:
                continue
            chance = -heat * min(masses[a], typical) * np.log(1.0 - _draw(state))
            w = weights[a]
            spread = (
                _shape(giver, a, -1.0, a, 0.0, masses, moments, mass, moment)
                + _shape(taker, a, 1.0, a, 0.0, masses, moments, mass, moment)
                - shape[giver]
                - shape[taker]
            )
            balance = hardness * (
                _strain(giver, -w, loads, targets, stiffness, tolerance)
                + _strain(taker, w, loads, targets, stiffness, tolerance)
                - strain[giver]
                - strain[taker]
            )
            c, third = -1, -1
            if spread + balance > chance:
                # Two areas help where it is the balance that stands in the way of one.
                if spread > balance or sizes[taker] == 1:
                    continue
                c = b
                for _ in range(int(_draw(state) * _WANDER)):
                    f = neighbours[start[c] + int(_draw(state) * (start[c + 1] - start[c]))]
                    c = f if labels[f] == taker else c
                third = labels[neighbours[start[c] + int(_draw(state) * (start[c + 1] - start[c]))]]
                v = weights[c]
                if third in (taker, giver):
                    third = giver
                    balance = (
                        _strain(giver, v - w, loads, targets, stiffness, tolerance)
                        + _strain(taker, w - v, loads, targets, stiffness, tolerance)
                        - strain[giver]
                        - strain[taker]
                    )
                    beside = False
                    for f in range(start[c], start[c + 1]):
                        beside = beside or (labels[neighbours[f]] == giver and neighbours[f] != a)
                    if not beside:
                        continue
                    spread = _shape(giver, a, -1.0, c, 1.0, masses, moments, mass, moment) - shape[giver]
                else:
                    balance = (
                        _strain(giver, -w, loads, targets, stiffness, tolerance)
                        + _strain(taker, w - v, loads, targets, stiffness, tolerance)
                        + _strain(third, v, loads, targets, stiffness, tolerance)
                        - strain[giver]
                        - strain[taker]
                        - strain[third]
                    )
                    spread = (
                        _shape(giver, a, -1.0, a, 0.0, masses, moments, mass, moment)
                        + _shape(third, c, 1.0, c, 0.0, masses, moments, mass, moment)
                        - shape[giver]
                        - shape[third]
                    )
                spread += _shape(taker, a, 1.0, c, -1.0, masses, moments, mass, moment) - shape[taker]
                if spread + hardness * balance > chance:
                    continue
            if not _stays_whole(a, labels, start, neighbours, seen, queue):
                continue
            if c >= 0:
                labels[a] = taker
                whole = _stays_whole(c, labels, start, neighbours, seen, queue)
                labels[a] = giver
                if not whole:
                    continue
            for area, to in ((a, taker), (c, third)):
                if area >= 0:
                    count = _put(
                        area, to, labels, start, neighbours, back, border, place, count, masses, moments, weights,
                        mass, moment, loads, sizes
                    )  # fmt: skip
            for t in (giver, taker, third):
                if t >= 0:
                    shape[t] = _shape(t, 0, 0.0, 0, 0.0, masses, moments, mass, moment)
                    strain[t] = _strain(t, 0.0, loads, targets, stiffness, tolerance)
            stood += 1
    return stood
