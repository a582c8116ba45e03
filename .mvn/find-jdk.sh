# Sets JAVA_HOME to a Java that can build and run Cutline, or ends with one line that says what to do.
#
# Sourced by `mvnw` and by the launchers. POSIX sh. No JVM is started: the `release` file in each
# candidate says its version, so this takes a few milliseconds.
#
# find_jdk_tool    the program that must be there: javac (the default) to build, java to run
# find_jdk_system  where the system keeps its JDKs, by default /usr/lib/jvm

find_jdk_minimum=25

# Is $1 the home of a Java that is new enough and has the program?
find_jdk_accepts() {
  [ -n "$1" ] && [ -x "$1/bin/${find_jdk_tool:-javac}" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  find_jdk_version=
  while IFS='=' read -r find_jdk_key find_jdk_value || [ -n "$find_jdk_key" ]; do
    if [ "$find_jdk_key" = JAVA_VERSION ]; then
      find_jdk_version=${find_jdk_value#\"}
      break
    fi
  done <"$1/release"
  find_jdk_version=${find_jdk_version%%[!0-9]*}
  [ -n "$find_jdk_version" ] && [ "$find_jdk_version" -ge "$find_jdk_minimum" ]
}

# The home of the Java whose program is on the PATH, with all symbolic links resolved.
find_jdk_on_path() {
  find_jdk_program=$(command -v "${find_jdk_tool:-javac}") || return 0
  find_jdk_program=$(readlink -f "$find_jdk_program" 2>/dev/null) || return 0
  find_jdk_bin=${find_jdk_program%/*}
  printf '%s\n' "${find_jdk_bin%/*}"
}

find_jdk() {
  find_jdk_accepts "${JAVA_HOME:-}" && return 0
  for find_jdk_candidate in \
    "$(find_jdk_on_path)" \
    "${find_jdk_system:-/usr/lib/jvm}"/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME:-/nonexistent}"/.jdks/*; do
    if find_jdk_accepts "$find_jdk_candidate"; then
      JAVA_HOME=$find_jdk_candidate
      return 0
    fi
  done
  return 1
}

if find_jdk; then
  export JAVA_HOME
else
  case ${find_jdk_tool:-javac} in
    javac) find_jdk_what="a JDK" ;;
    *) find_jdk_what="Java" ;;
  esac
  echo "${0##*/}: needs $find_jdk_what $find_jdk_minimum or later; found none in JAVA_HOME, on the PATH, in /usr/lib/jvm, ~/.sdkman or ~/.jdks: install one, for example Temurin $find_jdk_minimum from https://adoptium.net, and set JAVA_HOME to it" >&2
  exit 1
fi
