"""Evaluates and fits trees with Operon, as it is told line by line on standard input.

load DATA ROWS COLUMNS   columns of float64, one after the other; the last is the target
trees FILE               a tree a line, in postfix order: x0, a number, or an operator
losses ROWS              mean squared difference of each tree from the target
evaluate ROWS TIMES      seconds of processor time to evaluate all trees so often
fitted ITERATIONS        mean squared difference of each tree after a fit of its constants
fit ITERATIONS TIMES     seconds of processor time to fit all trees so often
"""

import sys
import time

import numpy as np
import pyoperon as op

TREES_A_CALL = 40
N = op.NodeType
OPERATORS = {
    "+": (N.Add, 2),
    "-": (N.Sub, 2),
    "*": (N.Mul, 2),
    "/": (N.Div, 2),
    "sin": (N.Sin, 1),
    "exp": (N.Exp, 1),
    "log": (N.Log, 1),
    "sqrt": (N.Sqrt, 1),
    "abs": (N.Abs, 1),
}


class Kernels:
    def load(self, path, rows, columns):
        flat = np.fromfile(path, dtype=">f8").reshape(int(columns), int(rows))
        # Operon does not copy the array.
        self.columns = np.asfortranarray(flat.T.astype(np.float32))
        self.target = flat[-1]
        self.data = op.Dataset(self.columns)
        self.variables = sorted(self.data.Variables, key=lambda v: v.Index)
        self.problem = op.Problem(self.data)
        self.problem.TrainingRange = op.Range(0, int(rows))
        self.problem.TestRange = op.Range(int(rows) - 1, int(rows))
        self.problem.Target = self.variables[-1]
        self.problem.InputHashes = [v.Hash for v in self.variables[:-1]]
        self.table = op.DispatchTable()
        return "ok"

    def tree(self, line):
        stack = []
        for word in line.split():
            if word in OPERATORS:
                kind, arity = OPERATORS[word]
                arguments = [stack.pop() for _ in range(arity)]
                # Operon's postfix order has the last argument first.
                stack.append([n for a in arguments for n in a] + [op.Node(kind)])
            elif word.startswith("x"):
                node = op.Node(N.Variable, self.variables[int(word[1:])].Hash)
                node.Value = 1.0
                node.Optimize = False
                stack.append([node])
            else:
                stack.append([op.Node.Constant(float(word))])
        return op.Tree(stack.pop()).UpdateNodes()

    def trees(self, path):
        with open(path, encoding="utf-8") as lines:
            self.all = [self.tree(line) for line in lines]
        return sum(t.Length for t in self.all)

    def mean_square(self, tree, rows):
        with np.errstate(all="ignore"):
            values = op.Evaluate(self.table, tree, self.data, op.Range(0, rows))
            return float(np.mean((values.astype(np.float64) - self.target[:rows]) ** 2))

    def losses(self, rows):
        return " ".join(str(self.mean_square(t, int(rows))) for t in self.all)

    def evaluate(self, rows, times):
        span = op.Range(0, int(rows))
        result = np.zeros((TREES_A_CALL, int(rows)), dtype=np.float32)
        chunks = [self.all[i : i + TREES_A_CALL] for i in range(0, len(self.all), TREES_A_CALL)]
        start = time.process_time()
        for _ in range(int(times)):
            for chunk in chunks:
                op.EvaluateTrees(chunk, self.data, span, result, 1)
        return time.process_time() - start

    def optimizer(self, iterations):
        # The object that the optimizer points to has to live as long as it.
        self.levenberg = op.LMOptimizer(self.table, self.problem, int(iterations), 256)
        return op.CoefficientOptimizer(self.levenberg)

    def fitted(self, iterations):
        optimizer = self.optimizer(iterations)
        random = op.RandomGenerator(1)
        rows = len(self.target)
        found = []
        for tree in self.all:
            fitted, summary = optimizer(random, tree)
            fitted.SetCoefficients(np.array(summary.FinalParameters, dtype=np.float32))
            found.append(min(self.mean_square(fitted, rows), self.mean_square(tree, rows)))
        return " ".join(map(str, found))

    def fit(self, iterations, times):
        optimizer = self.optimizer(iterations)
        random = op.RandomGenerator(1)
        start = time.process_time()
        for _ in range(int(times)):
            for tree in self.all:
                optimizer(random, tree)
        return time.process_time() - start


def main():
    kernels = Kernels()
    for line in sys.stdin:
        command, *arguments = line.split()
        print(getattr(kernels, command)(*arguments), flush=True)


main()
