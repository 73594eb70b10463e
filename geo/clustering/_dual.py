"""
Find the offsets that give each cluster its target, for fixed centres.

For fixed centres the best balanced assignment is a power diagram whose offsets maximise a concave dual (Aurenhammer,
Hoffmann & Aronov 1998). Points are lumps, so that dual has kinks everywhere and its loads jump. Blurring the borders
by an entropy makes it smooth:

    D(w) = Σ_k t_k w_k − Σ_i m_i ε_i log Σ_k exp((w_k − |x_i − c_k|²) / ε_i)

with gradient target − load and, as its Hessian, minus the Laplacian of a graph whose edges weigh what lies within the
blur of a border. Each point may have a blur ε_i of its own: D stays concave, and a tile is shared as the points that it
stands for would be. Newton's method, damped as by Levenberg and Marquardt in each cluster's own unit, climbs it safely
from anywhere: an empty cell has no Hessian row, and the damping then moves its offset by about its reach.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dposv

from geo.clustering._arrays import FloatArray
from geo.clustering._swarm import Loads, Swarm

_SMALLEST_GAIN = 1e-13
_LEAST_DAMPING, _MOST_DAMPING = 1e-7, 0.5


@dataclass(frozen=True)
class Balance:
    """Offsets (k,), what they give, the dual value and the steps taken."""

    offsets: FloatArray
    given: Loads
    value: float
    steps: int


def balance(
    swarm: Swarm,
    targets: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    reach: FloatArray,
    *,
    blurs: FloatArray,
    precision: float,
    max_steps: int,
    stop: Callable[[], bool] = lambda: False,
) -> Balance:
    """
    Climb the blurred dual from given offsets.

    Parameters
    ----------
    swarm
        The points.
    targets
        Shape (k,); of the same sum as the weights.
    centers, offsets
        Centres, which stay, and offsets to start from, shapes (k, d) and (k,).
    reach
        Unit of each offset, shape (k,).
    blurs
        ε of each point, in squared length, shape (n,).
    precision
        Relative deviation of the blurred loads to stop at.
    max_steps
        Newton steps to try at most.
    stop
        Asked before each step, which takes a while with many clusters; may end the climb where it stands.
    """
    floor = np.maximum(targets, 1e-12 * targets.max())

    def at(offsets: FloatArray, steps: int) -> Balance:
        given = swarm.loads(centers, offsets, blurs)
        return Balance(offsets, given, float(targets @ offsets) + given.value, steps)

    state = at(offsets, 0)
    gradient = targets - state.given.loads
    deviation = float(np.abs(gradient / floor).max())
    damping = min(_MOST_DAMPING, deviation**2)
    steps = 0
    while steps < max_steps:
        if deviation <= precision or stop():
            break
        move, gain = _step(state.given.laplacian, gradient, damping * floor / reach)
        steps += 1
        if not gain > _SMALLEST_GAIN * (1.0 + abs(state.value)):
            break
        trial = at(state.offsets + move, steps)
        ratio = (trial.value - state.value) / gain
        if ratio > 1e-3:
            state = trial
            gradient = targets - state.given.loads
            deviation = float(np.abs(gradient / floor).max())
            damping *= max(0.2, 1.0 - (2.0 * min(ratio, 1.0) - 1.0) ** 3)
            # Far away the model promises too much, and near the end damping would only slow it down.
            damping = min(max(_LEAST_DAMPING, damping), deviation**2)
        else:
            damping *= 8.0
    return Balance(state.offsets, state.given, state.value, steps)


def _step(laplacian: FloatArray, gradient: FloatArray, damping: FloatArray) -> tuple[FloatArray, float]:
    """Return the damped Newton step and the gain that the quadratic model promises."""
    matrix = laplacian.copy()
    # The Laplacian has the constant vector in its kernel: rounding must not make the sum indefinite.
    matrix.flat[:: len(matrix) + 1] += damping + 1e-12 * np.trace(laplacian)
    # Symmetric, so its transpose is what LAPACK may work in; scipy.linalg.solve takes as long again for its checks.
    _, move, failed = dposv(matrix.T, gradient, overwrite_a=1)
    if failed:
        return np.zeros_like(gradient), 0.0
    return move - move.mean(), float(gradient @ move - 0.5 * move @ laplacian @ move)
