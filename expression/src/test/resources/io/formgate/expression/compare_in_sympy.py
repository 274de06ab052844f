"""Evaluates what the LaTeX and the SymPy printer wrote for the same formulas.

Standard input: a JSON object per line with `sympy` and `latex` (the printed texts), `variables` (pairs of
the names in both texts) and `points` (rows of numbers for the variables). Standard output: a line for each,
the two values at every point in turn, separated by tabs; a value is `none` where it is no finite real number.

The LaTeX is read by a reader of its own that knows the forms of the page docs/printers.md. Constants are
taken for the doubles that they denote, and everything is computed with 40 digits.
"""

import ast
import functools
import json
import re
import sys

import sympy
from sympy import Integer, Rational

DIGITS = 40


class ExactConstants(ast.NodeTransformer):
    """Makes `0.1` the double that it means, with more digits behind it than a Python number has."""

    def visit_Constant(self, node):
        if not isinstance(node.value, float):
            return node
        call = ast.Call(ast.Name("exact", ast.Load()), [node], [])
        return ast.copy_location(call, node)


def exact(value):
    return sympy.Float(value, DIGITS)


def read_sympy(text, symbols):
    tree = ast.fix_missing_locations(ExactConstants().visit(ast.parse(text, mode="eval")))
    space = dict(vars(sympy))
    space.update(symbols)
    space["exact"] = exact
    return sympy.sympify(eval(compile(tree, text, "eval"), space))


def truth(condition):
    return sympy.Piecewise((1, condition), (0, True))


def nearest_even(x):
    below = sympy.floor(x)
    rest = x - below
    half = Rational(1, 2)
    odd = sympy.Mod(below, 2)
    return sympy.Piecewise((below, rest < half), (below + 1, rest > half), (below + odd, True))


def real_cube_root(x):
    return sympy.Piecewise((x ** Rational(1, 3), x >= 0), (-((-x) ** Rational(1, 3)), True))


FUNCTIONS = {
    r"\ln": sympy.log,
    r"\log_{2}": lambda x: sympy.log(x) / sympy.log(2),
    r"\log_{10}": lambda x: sympy.log(x) / sympy.log(10),
    r"\exp": sympy.exp,
    r"\sin": sympy.sin,
    r"\cos": sympy.cos,
    r"\tan": sympy.tan,
    r"\arcsin": sympy.asin,
    r"\arccos": sympy.acos,
    r"\arctan": sympy.atan,
    r"\sinh": sympy.sinh,
    r"\cosh": sympy.cosh,
    r"\tanh": sympy.tanh,
    r"\min": sympy.Min,
    r"\max": sympy.Max,
    r"\operatorname{sgn}": sympy.sign,
    r"\operatorname{arsinh}": sympy.asinh,
    r"\operatorname{arcosh}": sympy.acosh,
    r"\operatorname{artanh}": sympy.atanh,
    r"\operatorname{erf}": sympy.erf,
    r"\operatorname{erfc}": sympy.erfc,
    r"\operatorname{sinc}": sympy.sinc,
    r"\operatorname{round}": nearest_even,
    r"\operatorname{atan2}": sympy.atan2,
}
NAMES = sorted(FUNCTIONS, key=len, reverse=True)
COMPARISONS = {
    "<": sympy.Lt,
    r"\le": sympy.Le,
    ">": sympy.Gt,
    r"\ge": sympy.Ge,
    "=": sympy.Eq,
    r"\ne": sympy.Ne,
}
NUMBER = re.compile(r"\d+(?:\.\d+)?(?: \\cdot 10\^\{(-?\d+)\})?")


class LatexReader:
    def __init__(self, text, symbols):
        self.text = text
        self.at = 0
        self.symbols = sorted(symbols.items(), key=lambda pair: -len(pair[0]))

    def read(self):
        value = self.value()
        self.spaces()
        if self.at != len(self.text):
            raise SyntaxError("cannot read " + self.text[self.at :])
        return value

    def spaces(self):
        while self.text[self.at : self.at + 1] == " ":
            self.at += 1

    def accept(self, word):
        self.spaces()
        end = self.at + len(word)
        if self.text[self.at : end] != word:
            return False
        if word[0] == "\\" and word[-1].isalpha() and self.text[end : end + 1].isalpha():
            return False
        self.at = end
        return True

    def expect(self, word):
        if not self.accept(word):
            raise SyntaxError("no " + word + " before " + self.text[self.at :])

    def value(self):
        if self.accept(r"\begin{cases}"):
            first = self.value()
            self.expect(r"& \text{if }")
            condition = self.condition()
            self.expect(r"\\")
            second = self.value()
            self.expect(r"& \text{otherwise} \end{cases}")
            return sympy.Piecewise((first, condition), (second, True))
        value = self.sum()
        if self.accept(r"\bmod"):
            divisor = self.sum()
            return value - divisor * sympy.floor(value / divisor)
        return value

    def sum(self):
        value = -self.product() if self.accept("-") else self.product()
        while True:
            if self.accept("+"):
                value += self.product()
            elif self.accept("-"):
                value -= self.product()
            else:
                return value

    def product(self):
        value = self.power()
        while self.accept(r"\cdot") or self.accept(r"\,"):
            value *= self.power()
        return value

    def power(self):
        base = self.atom()
        return base ** self.braces() if self.accept("^") else base

    def braces(self):
        self.expect("{")
        value = self.value()
        self.expect("}")
        return value

    def closed(self, value, close):
        self.expect(close)
        return value

    def atom(self):
        self.spaces()
        number = NUMBER.match(self.text, self.at)
        if number:
            self.at = number.end()
            digits = number.group()
            if digits.isdigit():
                return Integer(digits)
            return exact(float(re.sub(r" \\cdot 10\^\{(-?\d+)\}", r"e\1", digits)))
        if self.accept(r"\left("):
            return self.closed(self.value(), r"\right)")
        if self.accept(r"\left|"):
            return self.closed(sympy.Abs(self.value()), r"\right|")
        if self.accept(r"\left["):
            return self.closed(truth(self.condition()), r"\right]")
        if self.accept(r"\left\lfloor"):
            return self.closed(sympy.floor(self.value()), r"\right\rfloor")
        if self.accept(r"\left\lceil"):
            return self.closed(sympy.ceiling(self.value()), r"\right\rceil")
        if self.accept(r"\frac"):
            over = self.braces()
            return over / self.braces()
        if self.accept(r"\sqrt[3]"):
            return real_cube_root(self.braces())
        if self.accept(r"\sqrt"):
            return sympy.sqrt(self.braces())
        if self.accept(r"\mathrm{e}^"):
            return sympy.exp(self.braces())
        for name in NAMES:
            if self.accept(name):
                return self.call(FUNCTIONS[name])
        for name, symbol in self.symbols:
            if self.accept(name):
                return symbol
        raise SyntaxError("cannot read " + self.text[self.at :])

    def call(self, function):
        exponent = self.braces() if self.accept("^") else 1
        if self.accept(r"\left|"):
            return function(self.closed(sympy.Abs(self.value()), r"\right|")) ** exponent
        self.expect(r"\left(")
        arguments = [self.value()]
        while self.accept(","):
            arguments.append(self.value())
        self.expect(r"\right)")
        return function(*arguments) ** exponent

    def condition(self):
        value = self.conjunction()
        while self.accept(r"\lor"):
            value = sympy.Or(value, self.conjunction())
        return value

    def conjunction(self):
        value = self.negation()
        while self.accept(r"\land"):
            value = sympy.And(value, self.negation())
        return value

    def negation(self):
        if self.accept(r"\lnot"):
            return sympy.Not(self.negation())
        start = self.at
        try:
            return self.comparison()
        except SyntaxError:
            self.at = start
            self.expect(r"\left(")
            return self.closed(self.condition(), r"\right)")

    def comparison(self):
        left = self.value()
        for sign, compare in COMPARISONS.items():
            if self.accept(sign):
                return compare(left, self.value())
        raise SyntaxError("no comparison before " + self.text[self.at :])


def evaluate(build, points):
    """The values of an expression at points; SymPy refuses to compare numbers that are not real."""
    results = []
    for point in points:
        try:
            value = build().subs(point).evalf(30)
            results.append(str(value) if value.is_Float or value.is_Integer else "none")
        except ZeroDivisionError:
            results.append("none")
        except (TypeError, ValueError) as problem:
            if "comparison of non-real" not in str(problem) and "not comparable" not in str(problem):
                raise
            results.append("none")
    return results


def main():
    for line in sys.stdin:
        job = json.loads(line)
        symbols = [sympy.Symbol("v%d" % i, real=True) for i in range(len(job["variables"]))]
        points = [
            {symbol: exact(value) for symbol, value in zip(symbols, point)} for point in job["points"]
        ]
        in_sympy = {names[0]: symbol for names, symbol in zip(job["variables"], symbols)}
        in_latex = {names[1]: symbol for names, symbol in zip(job["variables"], symbols)}
        pairs = zip(
            evaluate(functools.cache(lambda: read_sympy(job["sympy"], in_sympy)), points),
            evaluate(functools.cache(lambda: LatexReader(job["latex"], in_latex).read()), points),
        )
        print("\t".join(value for pair in pairs for value in pair))


main()
