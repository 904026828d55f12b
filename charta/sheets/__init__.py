"""Tables that people upload: read, judged row by row, shown before anything is written."""
