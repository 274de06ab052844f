package io.formgate.expression;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words that a variable cannot be called in other languages. */
final class ReservedNames {
  /** Keywords of Python. */
  static final Set<String> PYTHON =
      words(
          "False None True and as assert async await break class continue def del elif else except"
              + " finally for from global if import in is lambda nonlocal not or pass raise return"
              + " try while with yield");

  /**
   * Keywords of C and C++, macros that compilers define, and what {@code math.h} declares of the
   * functions that printed text calls.
   */
  static final Set<String> C =
      words(
          "auto break case char const continue default do double else enum extern float for goto if"
              + " inline int long register restrict return short signed sizeof static struct switch"
              + " typedef union unsigned void volatile while _Alignas _Alignof _Atomic _Bool"
              + " _Complex _Generic _Imaginary _Noreturn _Static_assert _Thread_local alignas"
              + " alignof asm bool catch char16_t char32_t char8_t class concept consteval constexpr"
              + " constinit const_cast co_await co_return co_yield decltype delete dynamic_cast"
              + " explicit export false friend mutable namespace new noexcept nullptr operator"
              + " private protected public reinterpret_cast requires static_assert static_cast"
              + " template this thread_local throw true try typeid typename typeof using virtual"
              + " wchar_t and and_eq bitand bitor compl not not_eq or or_eq xor xor_eq linux unix"
              + " i386 NAN INFINITY HUGE_VAL isnan isinf main acos acosh asin asinh atan atan2"
              + " atanh cbrt ceil cos cosh erf erfc exp fabs floor fma fmod log log10 log1p log2"
              + " pow rint sin sinh sqrt tan tanh");

  /** What {@code math.h} declares besides: no name of a function. */
  static final Set<String> C_FUNCTIONS =
      words(
          "abs copysign exp2 expm1 fdim fmax fmin frexp gamma hypot ilogb j0 j1 jn ldexp lgamma"
              + " llrint llround logb lrint lround modf nan nearbyint nextafter nexttoward remainder"
              + " remquo round scalbln scalbn tgamma trunc y0 y1 yn drem finite significand scalb"
              + " exp10 pow10 sincos signbit isfinite isnormal fpclassify isgreater isless");

  private ReservedNames() {}

  private static Set<String> words(String text) {
    return Arrays.stream(text.split(" ")).collect(Collectors.toUnmodifiableSet());
  }

  static Set<String> union(Set<String> words, String more) {
    return Stream.concat(words.stream(), words(more).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  static Set<String> union(Set<String> words, Set<String> more) {
    return Stream.concat(words.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
  }
}
