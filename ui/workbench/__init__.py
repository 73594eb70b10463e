"""The panel beside the map on which a scenario is worked: what it is, how it stands, what can be done with it."""
