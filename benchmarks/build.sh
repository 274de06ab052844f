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

# run_benchmarks CLASS ARGUMENTS...
run_benchmarks() {
  "$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow -Djmh.ignoreLock=true -cp "benchmarks/target/classes:$(<benchmarks/target/class-path)" \
    "io.formgate.benchmarks.$1" "${@:2}"
}
