# Solves Burgers' equation u_t + u u_x = nu u_xx and prints some of its solution: awk -f burgers.awk > burgers.csv
#
# Finite volumes of width 0.02 with central fluxes, Euler steps of 0.0004. It begins 3 before t = 0 with a ramp from 2 down to 0
# about x = -3; at t = 0 that has become the shock, which no line here knows.
BEGIN {
  nu = 0.25; dx = 0.02; dt = 0.0004; n = 600; left = -6
  for (i = 0; i <= n; i++) {
    x = left + i * dx
    u[i] = x < -3.5 ? 2 : x > -2.5 ? 0 : 2 * (-2.5 - x)
  }
  print "x,t,u"
  steps = 0
  for (t = -3; steps <= 11250; steps++) {
    if (steps >= 7500 && steps % 250 == 0) {
      for (k = 0; k < 40; k++) {
        # Places that differ from time to time, the same in every run.
        i = int((k * 7 + steps / 250 * 3) % 40 * 7) + 200
        printf "%.2f,%.1f,%.5f\n", left + i * dx, -3 + steps * dt, u[i]
      }
    }
    for (i = 0; i < n; i++) {
      m = (u[i] + u[i + 1]) / 2
      flux[i] = m * m / 2 - nu * (u[i + 1] - u[i]) / dx
    }
    for (i = 1; i < n; i++) { u[i] -= dt / dx * (flux[i] - flux[i - 1]) }
  }
}
