package cutline.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All files of a directory, as a kill at that moment would have left them. */
record Image(Map<String, byte[]> files) {

  static Image of(Path directory) throws IOException {
    while (true) {
      try {
        Image image = read(directory);
        if (image.isSame(read(directory))) {
          return image;
        }
      } catch (NoSuchFileException e) {
        // RocksDB is merging tables.
      }
    }
  }

  private static Image read(Path directory) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return new Image(files);
  }

  private boolean isSame(Image other) {
    return files.keySet().equals(other.files.keySet())
        && files.keySet().stream().allMatch(name -> Arrays.equals(get(name), other.get(name)));
  }

  /** The names of the files that end or begin so. */
  List<String> names(String part) {
    return files.keySet().stream()
        .filter(name -> name.startsWith(part) || name.endsWith(part))
        .toList();
  }

  byte[] get(String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new AssertionError("no file " + name + " among " + files.keySet());
    }
    return bytes.clone();
  }

  /** The same but for one file. */
  Image with(String name, UnaryOperator<byte[]> change) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.put(name, change.apply(get(name)));
    return new Image(changed);
  }

  Image without(String name) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.remove(name);
    return new Image(changed);
  }

  /** Makes the directory hold these files and nothing else. */
  Path writeTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> old = Files.list(directory)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    for (var file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    return directory;
  }
}
