#!/bin/sh
# The last step of packaging: finish-jar.sh DIRECTORY, where shade has left cutline.jar.new.
set -eu
cd "$1"

# A rename, so that nobody ever runs half a jar, and who runs the old one keeps it.
rm -f cutline.aot
mv -f cutline.jar.new cutline.jar

# A training run whose loaded and linked classes later starts take over. It shortens the time to
# start, and that is all: if it fails, everything works without. The flags must be the launcher's.
if "${JAVA_HOME:?}/bin/java" --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -XX:+UseCompactObjectHeaders -XX:+UseSerialGC \
  -XX:AOTCacheOutput=cutline.aot.new \
  -cp "$PWD/cutline.jar" cutline.cli.StartUpTraining >cutline.aot.log 2>&1 &&
  [ -s cutline.aot.new ]; then
  mv -f cutline.aot.new cutline.aot
else
  rm -f cutline.aot.new
  echo "no cutline.aot: start-up will be slower ($1/cutline.aot.log says why)" >&2
fi
