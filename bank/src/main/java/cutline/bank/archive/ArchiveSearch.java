package cutline.bank.archive;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.DidYouMean;
import cutline.core.SnapshotId;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what people mean by an id: the id itself, or where several banks have one of that name,
 * with the bank's first digits before it, as in {@code aade64b1-A.1.7}; or the beginning of either.
 */
public final class ArchiveSearch {

  private static final int MOST_NAMED = 10;

  private final SnapshotArchive archive;
  private final List<ArchiveName> names;

  /** A search among what is in an archive now. */
  public ArchiveSearch(SnapshotArchive archive) throws ConfigurationException {
    this.archive = archive;
    this.names = archive.contents().snapshots();
  }

  /**
   * The one snapshot that is meant.
   *
   * @throws ConfigurationException if there is none, or more than one
   */
  public ArchiveName find(String word) throws ConfigurationException {
    return find(word, null);
  }

  /**
   * The same; if snapshots of several banks are meant, that of one bank.
   *
   * @param bank its id, or null if all banks are the same
   */
  public ArchiveName find(String word, @Nullable String bank) throws ConfigurationException {
    List<Predicate<ArchiveName>> meanings =
        List.of(
            name -> name.id().equals(word) || isLong(name, word),
            name -> name.qualified().equals(word),
            name -> name.id().startsWith(word) || name.qualified().startsWith(word));
    for (Predicate<ArchiveName> meaning : meanings) {
      List<ArchiveName> meant = names.stream().filter(meaning).toList();
      List<ArchiveName> own =
          meant.stream().filter(name -> bank != null && name.isOf(bank)).toList();
      List<ArchiveName> left = own.isEmpty() ? meant : own;
      if (left.size() == 1) {
        return left.getFirst();
      }
      if (!left.isEmpty()) {
        throw ambiguous(word, left);
      }
    }
    throw unknown(word);
  }

  private static boolean isLong(ArchiveName name, String word) {
    try {
      return ArchiveName.of(name.bank(), SnapshotId.parse(word)).equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private ConfigurationException ambiguous(String word, List<ArchiveName> meant) {
    boolean isOfOneBank = meant.stream().map(ArchiveName::bank).distinct().count() == 1;
    return new ConfigurationException(
        "%s may be %s%s"
            .formatted(
                word,
                meant.stream()
                    .limit(MOST_NAMED)
                    .map(name -> isOfOneBank ? name.id() : name.qualified())
                    .collect(Collectors.joining(", ")),
                meant.size() > MOST_NAMED
                    ? " and %,d more".formatted(meant.size() - MOST_NAMED)
                    : ""));
  }

  private ConfigurationException unknown(String word) {
    if (names.isEmpty()) {
      return new ConfigurationException(
          "there is no snapshot %s: %s has none".formatted(word, archive.directory()));
    }
    return new ConfigurationException(
        "there is no snapshot %s in %s; %s"
            .formatted(
                word,
                archive.directory(),
                DidYouMean.closest(word, names.stream().map(ArchiveName::id).toList())
                    .map("did you mean %s?"::formatted)
                    .orElse("`cutline snapshots list` shows what is there")));
  }
}
