"""Which ground a picture shows, and how long a kilometre is on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Geod

from geo.areas import to_degrees

Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]

_LEAST_METRES = 12_000.0
"""A picture shows at least so much ground."""

_NICE = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class View:
    """
    The window of a picture on the ground.

    Parameters
    ----------
    crs
        Plane of the ground, in metres.
    west, north
        Ground at the upper left corner, in metres.
    metres
        Metres a pixel.
    width, height
        Size of the picture in pixels.
    """

    crs: CRS
    west: float
    north: float
    metres: float
    width: float
    height: float

    @classmethod
    def around(
        cls, bounds: Floats, crs: CRS, width: float, height: float, margins: tuple[float, float, float, float]
    ) -> View:
        """
        Show some ground as large as it goes.

        Parameters
        ----------
        bounds
            West, south, east and north of the ground in metres.
        crs
            Its plane.
        width, height
            Size of the picture in pixels.
        margins
            Pixels to be left free at the left, above, at the right and below.
        """
        west, south, east, north = (float(b) for b in bounds)
        left, above, right, below = margins
        free = max(width - left - right, width / 4), max(height - above - below, height / 4)
        metres = max((east - west) / free[0], (north - south) / free[1], _LEAST_METRES / min(free))
        return cls(
            crs,
            (west + east) / 2 - (left + free[0] / 2) * metres,
            (south + north) / 2 + (above + free[1] / 2) * metres,
            metres,
            width,
            height,
        )

    def raised(self, pixels: float) -> View:
        """Return the same window with everything in it so many pixels higher."""
        return replace(self, north=self.north - pixels * self.metres)

    def pixels(self, xy: Floats) -> Floats:
        """Return places in metres as pixels from the upper left corner, shape (n, 2)."""
        return np.column_stack([(xy[:, 0] - self.west) / self.metres, (self.north - xy[:, 1]) / self.metres])

    def drawn(self, shapes: Shapes) -> Shapes:
        """Return geometries in metres as geometries in pixels."""
        return np.asarray(shapely.transform(shapes, self.pixels), dtype=object)

    @property
    def ground(self) -> Floats:
        """West, south, east and north of what is shown, in metres."""
        return np.array(
            [
                self.west,
                self.north - self.height * self.metres,
                self.west + self.width * self.metres,
                self.north,
            ]
        )

    def scale(self, most: float) -> tuple[float, float]:
        """
        Return a round length for the scale bar and how long it is drawn, true in the middle of the picture.

        Parameters
        ----------
        most
            The longest it may be, in pixels.

        Returns
        -------
        Kilometres and pixels.
        """
        x, y = self.west + self.width * self.metres / 2, self.north - self.height * self.metres / 2
        reach = most * self.metres / 2
        (w, s), (e, n) = to_degrees(np.array([[x - reach, y], [x + reach, y]]), self.crs)
        true = float(Geod(ellps="WGS84").inv(w, s, e, n)[2])
        power = 10.0 ** np.floor(np.log10(true))
        metres = max(nice * power for nice in _NICE if nice * power <= true)
        return float(metres / 1000), float(most * metres / true)
