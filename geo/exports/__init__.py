"""What leaves the program: tables, workbooks, files for map programs, pictures, slides, reports, and a map as a page."""
