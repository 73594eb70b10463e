"""What leaves the program: tables, workbooks, files for map programs, pictures, slides, reports, a map as a page."""
