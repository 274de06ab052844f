# shellcheck shell=bash
# Builds the benchmarks and runs a class of them. Needs tools.sh, build.sh and `root`.

root=${root:?}

build_benchmarks() {
  require_jdk
  require_tools flock git mvn
  cd "$root" || exit
  lock_build
  local log=$root/target/benchmarks.log
  run_maven -Dmaven.test.skip=true -pl benchmarks -am package >"$log" 2>&1 || {
    maven_errors "$log" >&2
    die "${exit_build_failed:?}" "the build failed: see $log"
  }
  unlock_build
}

# run_benchmarks CLASS ARGUMENTS... ; FORMGATE_BENCHMARK_OPTIONS are options of the JVM.
run_benchmarks() {
  # shellcheck disable=SC2086 # the options are separate words
  "$JAVA_HOME/bin/java" ${FORMGATE_BENCHMARK_OPTIONS:-} --sun-misc-unsafe-memory-access=allow -Djmh.ignoreLock=true -cp "benchmarks/target/classes:$(<benchmarks/target/class-path)" \
    "io.formgate.benchmarks.$1" "${@:2}"
}
