"""What leaves the program: tables, GeoJSON, and a map as one file."""
