"""Searches a formula with a peer, and tells how it goes.

search.py PROGRAM FOLDER TRAIN VALIDATION TEST COLUMNS SECONDS SEED THREADS

PROGRAM is gplearn, pyoperon with its defaults, which fit no constants but slope and offset, or pyoperon-fits, which takes some steps of
its optimiser with each candidate.

The folder has the rows as train, validation and test: columns of float64, one after the other, the last the target. Prints
`v LOSS` when the mean squared error on the validation rows falls, and at the end `end TEST_LOSS NODES CANDIDATES
NODE_ROWS FORMULA` of the formula with the lowest.
"""

import os
import sys
import time
import warnings

import numpy as np

START = time.monotonic()
program, folder, train, validation, test, columns, seconds, seed, threads = sys.argv[1:]
MAX_LENGTH = 30
FIT_STEPS = {"pyoperon": 0, "pyoperon-fits": 5}


def part(name, rows):
    flat = np.fromfile(os.path.join(folder, name), dtype=">f8").reshape(int(columns), int(rows)).astype(np.float64)
    return flat[:-1].T.copy(), flat[-1].copy()


X, Y = part("train", train)
VX, VY = part("validation", validation)
TX, TY = part("test", test)


def loss(predicted, target):
    with np.errstate(all="ignore"):
        found = float(np.mean((np.asarray(predicted, dtype=np.float64) - target) ** 2))
    return found if np.isfinite(found) else float("inf")


class Best:
    validation = None
    end = None

    def offer(self, predict, nodes, text):
        found = loss(predict(VX), VY)
        if self.validation is None or found < self.validation:
            self.validation = found
            self.end = loss(predict(TX), TY), nodes(), text()
            print("v", found, flush=True)


BEST = Best()


def operon():
    import pyoperon as op
    from pyoperon.sklearn import SymbolicRegressor

    algorithm = op.GeneticProgrammingAlgorithm
    table = op.DispatchTable()
    # Operon does not copy the arrays.
    arrays = [np.asfortranarray(np.column_stack((x, y)).astype(np.float32)) for x, y in ((X, Y), (VX, VY), (TX, TY))]
    rows = [(op.Dataset(a), op.Range(0, len(a))) for a in arrays]

    def nodes(tree):
        # The weight of a variable is a product and a constant.
        return sum(3 if n.IsVariable and n.Value != 1 else 1 for n in tree.Nodes) + 4

    class Watched:
        """The algorithm, whose best formula is looked at after every generation."""

        def __init__(self, *arguments):
            self.inner = algorithm(*arguments)

        def __getattr__(self, name):
            return getattr(self.inner, name)

        def Run(self, rng, _, thread_count, warm):
            self.inner.Run(rng, self.look, thread_count, warm)

        def look(self):
            tree = self.inner.BestModel.Genotype
            scale, offset = op.FitLeastSquares(op.Evaluate(table, tree, *rows[0]), Y.astype(np.float32))

            def predict(x):
                data = rows[1] if x is VX else rows[2]
                return scale * op.Evaluate(table, tree, *data).astype(np.float64) + offset

            names = {v.Hash: v.Name for v in rows[0][0].Variables}
            BEST.offer(
                predict,
                lambda: nodes(tree),
                lambda: f"{scale:.6g} * ({op.InfixFormatter.Format(tree, names, 6)}) + {offset:.6g}",
            )

    op.GeneticProgrammingAlgorithm = Watched
    left = max(1, int(round(int(seconds) - (time.monotonic() - START))))
    search = SymbolicRegressor(
        allowed_symbols="add,sub,mul,div,sin,exp,log,sqrt,constant,variable",
        max_length=MAX_LENGTH,
        optimizer_iterations=FIT_STEPS[program],
        generations=10**9,
        max_evaluations=10**12,
        max_time=left,
        n_threads=int(threads),
        random_state=int(seed),
    )
    search.fit(X.astype(np.float32), Y.astype(np.float32))
    if BEST.end is None:
        raise SystemExit("Operon ended before its first generation: give it more seconds")
    lengths = [i.Genotype.Length for i in search.individuals_]
    return search.stats_["evaluation_count"], float(np.mean(lengths))


def gplearn():
    from gplearn.functions import make_function
    from gplearn.genetic import SymbolicRegressor

    def bounded(x):
        return np.exp(np.minimum(x, 50))

    exp = make_function(function=bounded, name="exp", arity=1)
    search = SymbolicRegressor(
        function_set=("add", "sub", "mul", "div", "sin", exp, "log", "sqrt"),
        population_size=1000,
        warm_start=True,
        generations=1,
        n_jobs=int(threads),
        random_state=int(seed),
    )
    lengths = []
    # One generation at least, so that there is a formula.
    while not lengths or time.monotonic() - START < int(seconds):
        search.fit(X, Y)
        formula = search._program
        BEST.offer(search.predict, lambda: len(formula.program), lambda: str(formula))
        lengths.append(search.run_details_["average_length"][-1])
        search.set_params(generations=search.generations + 1)
    return 1000 * len(lengths), float(np.mean(lengths))


warnings.filterwarnings("ignore")
candidates, mean = {"pyoperon": operon, "pyoperon-fits": operon, "gplearn": gplearn}[program]()
print("end", BEST.end[0], BEST.end[1], candidates, candidates * mean * len(Y), BEST.end[2].replace("\n", " "), flush=True)
