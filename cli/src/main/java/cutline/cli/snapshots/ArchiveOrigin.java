package cutline.cli.snapshots;

import cutline.bank.BankAddress;
import cutline.bank.archive.ArchivedSnapshot;
import cutline.bank.config.ConfigurationException;
import cutline.cli.text.Figures;
import java.util.ArrayList;
import java.util.List;

/** Whether an archived snapshot is one of a bank, and if not, what is different. */
final class ArchiveOrigin {

  private ArchiveOrigin() {}

  /**
   * Refuses a snapshot of another bank.
   *
   * @throws ConfigurationException if it is one; the message names the difference
   */
  static void require(ArchivedSnapshot archived, BankAddress bank) throws ConfigurationException {
    List<String> lost = without(archived.members(), bank.names());
    List<String> gained = without(bank.names(), archived.members());
    List<String> differences = new ArrayList<>();
    if (!lost.isEmpty()) {
      differences.add("%s no member of this one".formatted(are(lost)));
    }
    if (!gained.isEmpty()) {
      differences.add("%s not in the snapshot".formatted(are(gained)));
    }
    if (archived.snapshot().expected() != bank.total()) {
      differences.add(
          "it holds %s, this one %s"
              .formatted(
                  Figures.dollars(archived.snapshot().expected()), Figures.dollars(bank.total())));
    }
    if (differences.isEmpty() && !archived.bank().equals(bank.id())) {
      differences.add(
          "its members have the same names, but its id is %s and that of this one %s"
              .formatted(archived.bank(), bank.id()));
    }
    if (!differences.isEmpty()) {
      throw new ConfigurationException(
          "snapshot %s is of another bank: %s"
              .formatted(archived.id(), String.join("; ", differences)));
    }
  }

  private static List<String> without(List<String> names, List<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }

  private static String are(List<String> names) {
    return String.join(", ", names) + (names.size() == 1 ? " is" : " are");
  }
}
