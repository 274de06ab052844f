"""Runs functions of a Python file on arrays.

Arguments: the file. Standard input: a JSON object per line with `name` of a function and `columns`, an array for
each parameter. Standard output: a line for each, its results in hexadecimal.
"""

import json
import sys

space = {}
with open(sys.argv[1], encoding="utf-8") as file:
    exec(compile(file.read(), sys.argv[1], "exec"), space)
import numpy as np

for line in sys.stdin:
    job = json.loads(line)
    columns = [np.array(column, dtype=float) for column in job["columns"]]
    result = space[job["name"]](*columns)
    if result.dtype != np.float64 or result.shape != columns[0].shape:
        raise TypeError("%s gives %s%s" % (job["name"], result.dtype, result.shape))
    print("\t".join(float(value).hex() for value in result))
