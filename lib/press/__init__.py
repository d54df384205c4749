"""What runs the notebooks and prints what they found: runs, results, pages, commands."""
