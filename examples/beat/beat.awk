# Rows of two phases, two amplitudes and a frequency drift; LCG of Numerical Recipes.
function u() { s = (s * 1664525 + 1013904223) % 4294967296; return s / 4294967296 }
BEGIN {
  s = 7; pi = atan2(0, -1); print "a,b,phi,psi,v"
  for (i = 0; i < 500; i++) {
    a = 0.5 + 2 * u(); b = 0.5 + 2 * u(); phi = (2 * u() - 1) * pi; psi = (2 * u() - 1) * pi
    printf "%.6f,%.6f,%.6f,%.6f,%.6f\n", a, b, phi, psi, a * sin(phi) + 0.75 * b * cos(2 * psi)
  }
}
