package cutline.bank.archive;

import cutline.core.SnapshotId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an archived snapshot is called.
 *
 * @param bank the first 8 digits of the bank's id
 * @param id the snapshot's id; if that is too long for a file's name, another one
 * @param file the file's name
 */
public record ArchiveName(String bank, String id, String file) {

  private static final int BANK_DIGITS = 8;
  private static final int MOST_CHARACTERS = 150;
  private static final String EXTENSION = ".json";
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9a-f]{8})-((?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+\\.[1-9]\\d*\\.[1-9]\\d*)\\.json");

  static ArchiveName of(String bank, SnapshotId id) {
    // No name leads out of the directory, and none is one that the file system cannot have.
    String initiator =
        URLEncoder.encode(id.initiator(), StandardCharsets.UTF_8)
            .replace("*", "%2A")
            .replace("+", "%20");
    if (initiator.length() > MOST_CHARACTERS) {
      initiator = "~" + Seal.sha256(initiator.getBytes(StandardCharsets.UTF_8));
    }
    String encoded = "%s.%d.%d".formatted(initiator, id.incarnation(), id.number());
    String digits = bank.substring(0, BANK_DIGITS);
    return new ArchiveName(digits, decoded(encoded), digits + "-" + encoded + EXTENSION);
  }

  /** Reads a file's name; empty if it is not that of an archived snapshot. */
  static Optional<ArchiveName> parse(String file) {
    Matcher form = FORM.matcher(file);
    return form.matches()
        ? Optional.of(new ArchiveName(form.group(1), decoded(form.group(2)), file))
        : Optional.empty();
  }

  private static String decoded(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }

  /** Whether this is a bank's, by its id. */
  boolean isOf(String wholeBank) {
    return wholeBank.startsWith(bank);
  }

  /** The name in an archive that has snapshots of several banks. */
  public String qualified() {
    return bank + "-" + id;
  }
}
