"""`python -m measures`: rebuild every series and say how many rows went in and came out."""

import sys
from pathlib import Path

from measures.build import build

if __name__ == "__main__":
    sys.exit(build(Path.cwd(), accept_raw="--accept-raw" in sys.argv))
