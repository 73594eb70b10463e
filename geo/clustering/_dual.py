"""
Find the offsets that give each cluster its target, for fixed centres.

For fixed centres the best balanced assignment is a power diagram whose offsets maximise a concave dual (Aurenhammer,
Hoffmann & Aronov 1998). Points are lumps, so that dual has kinks everywhere and its loads jump. Blurring the borders
by an entropy makes it smooth:

    D(w) = Σ_k t_k w_k − ε Σ_i m_i log Σ_k exp((w_k − |x_i − c_k|²) / ε)

with gradient target − load and, as its Hessian, minus the Laplacian of a graph whose edges weigh what lies within the
blur of a border. Newton's method, damped as by Levenberg and Marquardt in each cluster's own unit, climbs it safely
from anywhere: an empty cell has no Hessian row, and the damping then moves its offset by about its reach.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from geo.clustering._arrays import FloatArray

_SMALLEST_GAIN = 1e-13
_LEAST_DAMPING = 1e-7


@dataclass(frozen=True)
class Balance:
    """Offsets with what they give: blurred loads, the shares (n, k) behind these, the dual value, the steps taken."""

    offsets: FloatArray
    loads: FloatArray
    shares: FloatArray
    value: float
    steps: int


def balance(
    distances: FloatArray,
    weights: FloatArray,
    targets: FloatArray,
    offsets: FloatArray,
    reach: FloatArray,
    *,
    blur: float,
    precision: float,
    max_steps: int,
    stop: Callable[[], bool] = lambda: False,
) -> Balance:
    """
    Climb the blurred dual from given offsets.

    Parameters
    ----------
    distances
        Squared distances of the points at play, shape (n, k).
    weights, targets
        Shapes (n,) and (k,); of the same sum.
    offsets
        Where to start, shape (k,).
    reach
        Unit of each offset, shape (k,).
    blur
        ε, in squared length.
    precision
        Relative deviation of the blurred loads to stop at.
    max_steps
        Newton steps to try at most.
    stop
        Asked before each step, which takes a while with many clusters; may end the climb where it stands.
    """
    floor = np.maximum(targets, 1e-12 * targets.max())
    state = _state(distances, weights, targets, offsets, blur)
    damping = 1e-3
    steps = 0
    while steps < max_steps:
        gradient = targets - state.loads
        if np.abs(gradient / floor).max() <= precision or stop():
            break
        laplacian = _laplacian(state, weights, blur)
        move, gain = _step(laplacian, gradient, damping * floor / reach)
        steps += 1
        if not gain > _SMALLEST_GAIN * (1.0 + abs(state.value)):
            break
        trial = _state(distances, weights, targets, state.offsets + move, blur)
        ratio = (trial.value - state.value) / gain
        if ratio > 1e-3:
            state = trial
            damping = max(_LEAST_DAMPING, damping * max(0.2, 1.0 - (2.0 * min(ratio, 1.0) - 1.0) ** 3))
        else:
            damping *= 8.0
    return Balance(state.offsets, state.loads, state.shares, state.value, steps)


def _state(
    distances: FloatArray, weights: FloatArray, targets: FloatArray, offsets: FloatArray, blur: float
) -> Balance:
    exponent = offsets - distances
    exponent /= blur
    highest = exponent.max(1)
    exponent -= highest[:, None]
    shares = np.exp(exponent, out=exponent)
    sums = shares.sum(1)
    shares /= sums[:, None]
    value = float(targets @ offsets) - blur * float(weights @ (highest + np.log(sums)))
    return Balance(offsets, weights @ shares, shares, value, 0)


def _laplacian(state: Balance, weights: FloatArray, blur: float) -> FloatArray:
    matrix = -(state.shares * weights[:, None]).T @ state.shares
    matrix[np.diag_indices_from(matrix)] += state.loads
    return np.asarray(matrix / blur)


def _step(laplacian: FloatArray, gradient: FloatArray, damping: FloatArray) -> tuple[FloatArray, float]:
    """Return the damped Newton step and the gain that the quadratic model promises."""
    matrix = laplacian.copy()
    # The Laplacian has the constant vector in its kernel: rounding must not make the sum indefinite.
    matrix[np.diag_indices_from(matrix)] += damping + 1e-12 * np.trace(laplacian)
    move = cho_solve(cho_factor(matrix), gradient)
    return move - move.mean(), float(gradient @ move - 0.5 * move @ laplacian @ move)
