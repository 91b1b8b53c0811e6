"""
golden-normal.json: the share of the normal distribution below x, from Python's math.erfc, which is good to the last bit
of a double or so.

    python3 test/golden/make-normal-golden.py
"""

import json
import math
import pathlib

x = [step / 8 for step in range(-80, 81)]
share = [0.5 * math.erfc(-value / math.sqrt(2)) for value in x]
path = pathlib.Path(__file__).parent / "golden-normal.json"
path.write_text(json.dumps({"x": x, "share": share}) + "\n")
