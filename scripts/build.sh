# shellcheck shell=bash
# Builds formgate when its sources changed and starts it. Needs tools.sh, `root` and JAVA_HOME.
#
# A build is published as a folder target/launch/ID: copies of the modules' jars, the class path and a cache
# of loaded classes. The file target/launch/current names the ID and the state of the sources it was built
# from; it is replaced in one step at a build's end, so an interrupted build leaves the previous one valid.
# Maven may rewrite target/*.jar at any time without harm to a formgate that is running.
#
# Environment: FORMGATE_JAVA_OPTIONS adds options to the Java command line (-Xmx8g).

root=${root:?}
readonly exit_build_failed=4
readonly launch_folder=$root/target/launch
readonly main_class=io.formgate.cli.Main

# Prints the state of everything the program is built from: the JDK, the place, and each file's name, size
# and time. Tests and documents are no part of it; neither are editors' hidden and backup files.
source_state() {
  printf '%s %s\n%s\n' "$JAVA_HOME" "$(release_value "$JAVA_HOME" JAVA_RUNTIME_VERSION)" "$root"
  (
    cd "$root" || exit
    shopt -s nullglob
    case ${OSTYPE:-} in
      darwin* | *bsd*) set -- stat -f '%N %z %Fm' ;;
      *) set -- stat -c '%n %s %y' ;;
    esac
    find pom.xml .mvn formgate scripts/*.sh scripts/*.java ./*/pom.xml ./*/src/main \
      -type f ! -name '.*' ! -name '*~' -exec "$@" {} + | LC_ALL=C sort
  )
}

# Succeeds if the published build is the one of the sources; sets `launch` to its folder and `class_path`.
is_built() {
  local current jar IFS=:
  [ -r "$launch_folder/current" ] || return 1
  current=$(<"$launch_folder/current")
  [ "${current#*$'\n'}" = "$1" ] || return 1
  launch=$launch_folder/${current%%$'\n'*}
  [ -r "$launch/class-path" ] || return 1
  class_path=$(<"$launch/class-path")
  for jar in $class_path; do
    [ -r "$jar" ] || return 1
  done
}

# Waits until no other build runs in this clone, and holds the lock (file descriptor 9) from then on.
lock_build() {
  if [ "${FORMGATE_BUILDING:-0}" = 1 ]; then
    die "$exit_build_failed" "was started by its own build before that build had ended"
  fi
  mkdir -p "$launch_folder" || die "$exit_build_failed" "cannot write to $root/target"
  exec 9>"$launch_folder/lock"
  flock -n 9 || {
    say "Waiting for another build of this clone..."
    flock 9
  }
}

unlock_build() {
  exec 9>&-
}

# Runs Maven on the clone: run_maven ARGUMENTS...
run_maven() (
  cd "$root" || exit
  export FORMGATE_BUILDING=1
  exec mvn -B -ntp -Dstyle.color=never "$@" </dev/null
)

# Prints the lines of a Maven log that name what is wrong.
maven_errors() {
  grep -E '^\[ERROR\]|^Error' "$1" \
    | grep -vE '^\[ERROR\] *$|^\[ERROR\] -> \[Help|\[Help [0-9]\] http|re-run Maven|Re-run Maven|For more information|After correcting|mvn <args>' \
    | head -n 20 || true
}

# Prints a jar that Java's class cache can hold. The cache leaves out class files older than format 50, and
# picocli's are format 49, which makes up half of the start-up time; the copy has them in a newer format.
cacheable_jar() {
  local copy
  copy=$launch_folder/shared/$(basename "$1")
  if [ ! -r "$copy" ]; then
    mkdir -p "$launch_folder/shared"
    "$JAVA_HOME/bin/java" "$root/scripts/UpgradeClassFiles.java" "$1" "$copy.$$" >&2 \
      && mv -f "$copy.$$" "$copy" || return 1
  fi
  printf '%s\n' "$copy"
}

# Prints the class path of the launch folder that is the first argument, and fills the folder with the
# modules' jars. The command's own jar and picocli come first: their order saves opening the others.
collect_class_path() {
  local entry first copy rest='' IFS=:
  cp "$root/cli/target/formgate-cli.jar" "$1/" || return 1
  first=$1/formgate-cli.jar
  # shellcheck disable=SC2013 # the entries are separated by colons
  for entry in $(<"$root/cli/target/class-path"); do
    case $entry in
      "$root"/*)
        cp "$entry" "$1/" || return 1
        rest=$rest:$1/${entry##*/}
        ;;
      */picocli-*.jar)
        copy=$(cacheable_jar "$entry") || return 1
        first=$first:$copy
        ;;
      *) rest=$rest:$entry ;;
    esac
  done
  printf '%s\n' "$first$rest"
}

# Sets `java_options`. Parallel GC gives a batch program the highest throughput and starts as fast as serial
# GC; warnings of the JVM about its own class cache are no concern of the user.
set_java_options() {
  java_options=(-XX:+UseParallelGC -XX:-PrintWarnings -Xlog:disable
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
}

# Sets `training`, arguments of formgate: what they load, the JVM's cache holds. The cost of a formula needs most of what
# all commands need, and no tool but Java.
set_training() {
  training=(cost 'sqrt(2*et*met*(1 - cos(dphi)))' --input 'et:ufixed<12,9>:[5,400]'
    --input 'met:ufixed<12,9>:[5,400]' --input 'dphi:fixed<11,3>:[-3.2,3.2]'
    --output 'mt:ufixed<13,10>' --tolerance 'max(1 %, 0.5)')
}

# Publishes what Maven has built from the sources whose state is the argument, if it starts.
publish_build() {
  local id folder
  id=$(date +%s)-$$
  folder=$launch_folder/$id
  set_java_options
  set_training
  mkdir -p "$folder" \
    && collect_class_path "$folder" >"$folder/class-path" \
    && "$JAVA_HOME/bin/java" "${java_options[@]}" -XX:AOTCacheOutput="$folder/classes.aot" \
      -cp "$(<"$folder/class-path")" "$main_class" "${training[@]}" >&2 \
    && : >"$folder/in-use" \
    && printf '%s\n%s\n' "$id" "$1" >"$launch_folder/current.$$" \
    && mv -f "$launch_folder/current.$$" "$launch_folder/current" \
    && remove_old_builds "$id"
}

# Removes all published builds but the one named, save those that a running formgate uses.
remove_old_builds() {
  local folder
  for folder in "$launch_folder"/*-*/; do
    folder=${folder%/}
    [ "${folder##*/}" != "$1" ] || continue
    if [ ! -e "$folder/in-use" ] || flock -n -x "$folder/in-use" true; then
      rm -rf "$folder"
    fi
  done
}

# Builds formgate from sources in the given state. Its output goes to target/build.log.
build() {
  local log=$root/target/build.log status=0 note=''
  [ -e "$launch_folder/current" ] || note=' (first run: downloads libraries; target/build.log shows how far it is)'
  say "Building formgate$note..."
  run_maven -Dmaven.test.skip=true -pl cli -am package >"$log" 2>&1 || status=$?
  if [ "$status" -gt 128 ]; then
    die "$status" "the build was interrupted"
  elif [ "$status" -ne 0 ]; then
    maven_errors "$log" >&2
    die "$exit_build_failed" "the build failed: see $log"
  fi
  publish_build "$1" >>"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    die "$exit_build_failed" "the program that was built does not start: see $log"
  }
}

# Makes sure that the published build is the one of the sources, and holds on to it until formgate ends:
# file descriptor 8 is a lock that Java inherits.
ensure_built() {
  local state
  state=$(source_state)
  if ! is_built "$state"; then
    require_tools mvn
    lock_build
    state=$(source_state)
    is_built "$state" || build "$state"
    is_built "$state" || die "$exit_build_failed" "the build left no class path: see $root/target/build.log"
    hold_build
    unlock_build
  else
    hold_build
    # Between the check and the lock another build may have replaced and removed this one.
    [ -r "$launch/class-path" ] || ensure_built
  fi
}

# Keeps the build in `launch` from being removed while formgate runs. A clone that cannot be written to
# cannot be rebuilt either, and a lock for reading needs no right to write.
hold_build() {
  if exec 8<"$launch/in-use"; then
    flock -s 8
  fi 2>/dev/null
}

# Succeeds if the arguments are those of a command that mostly ends within seconds: circuits of formulas, without rows or
# more vectors than usual. Java's second compiler then takes more time than it saves (docs/speed.md).
is_brief() {
  local argument command=''
  for argument in "$@"; do
    case $argument in
      --data | --data=* | --vectors | --vectors=* | --snap | --latency) return 1 ;;
      -*) ;;
      *) command=${command:-$argument} ;;
    esac
  done
  [ "$command" = cost ] || [ "$command" = emit ]
}

# Replaces this shell with formgate: signals and the exit code are Java's own.
exec_formgate() {
  set_java_options
  ! is_brief "$@" || java_options+=(-XX:TieredStopAtLevel=1)
  [ ! -r "$launch/classes.aot" ] || java_options+=(-XX:AOTCache="$launch/classes.aot")
  # shellcheck disable=SC2086 # the user's options are separate words
  exec "$JAVA_HOME/bin/java" "${java_options[@]}" ${FORMGATE_JAVA_OPTIONS:-} \
    -cp "$class_path" "$main_class" "$@"
}
