# Runs the jar of Cutline, and builds it first if it is not there. Sourced by the launchers.
#
# root  the directory of the launchers

# Builds the jar, once: of several launchers that start together, one builds and the others wait.
launch_build() {
  mkdir -p "$root/cli/target"
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$root/cli/target/.first-use.lock"
    flock 9
  fi
  if [ ! -f "$launch_jar" ]; then
    echo "Building Cutline (first use; takes about a minute) ..." >&2
    # Warnings are for who changes Cutline, not for who runs it.
    (cd "$root" && ./mvnw -q -Dmaven.test.skip -Dspotless.check.skip -Dmaven.compiler.failOnWarning=false \
      -Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.compiler.CompilerMojo=error \
      package -pl cli -am) >&2 </dev/null || {
      echo "${0##*/}: Cutline could not be built; what is wrong stands above" >&2
      exit 70
    }
  fi
  exec 9>&-
}

# launch ARGUMENT...: becomes the process `java -jar cutline.jar ARGUMENT...`.
launch() {
  find_jdk_tool=java
  . "$root/.mvn/find-jdk.sh"

  launch_jar=$root/cli/target/cutline.jar
  [ -f "$launch_jar" ] || launch_build

  set -f # CUTLINE_JAVA_OPTS is split at blanks; nothing in it is a pattern.
  launch_opts=${CUTLINE_JAVA_OPTS:-}
  case $launch_opts in
    *-XX:+Use*GC*) ;; # a collector of the user's own choice
    *) launch_opts="-XX:+UseSerialGC $launch_opts" ;;
  esac
  # What ends soon is compiled quickly; what runs on is compiled well (measured: docs/benchmarks.md).
  case ${1:-} in
    branch | controller | client | demo | simulate | explore | chaos | bench | bench-host) ;;
    *) launch_opts="-XX:TieredStopAtLevel=1 $launch_opts" ;;
  esac
  # Classes read and linked beforehand, if that worked when the jar was made (see finish-jar.sh).
  launch_cache=$root/cli/target/cutline.aot
  # A cache that does not fit (another JVM, a debugger) is passed over, without a word on stdout.
  if [ "$launch_cache" -nt "$launch_jar" ]; then
    launch_opts="-Xlog:disable -Xlog:all=warning:stderr -Xlog:aot*=off:stderr $launch_opts"
    set -- -XX:AOTCache="$launch_cache" -jar "$launch_jar" "$@"
  else
    set -- -jar "$launch_jar" "$@"
  fi
  # shellcheck disable=SC2086
  exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -XX:+UseCompactObjectHeaders $launch_opts "$@"
}
