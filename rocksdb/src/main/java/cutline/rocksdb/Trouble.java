package cutline.rocksdb;

import cutline.runtime.Store.StoreException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What went wrong on the disk, in a line for people: what, where and what to do. */
final class Trouble {

  private static final Map<String, String> ADVICE = new LinkedHashMap<>();

  static {
    ADVICE.put("no space left", "make room on that disk");
    ADVICE.put("quota exceeded", "make room within the quota");
    ADVICE.put("file too large", "allow larger files");
    ADVICE.put("permission denied", "let this user read and write there");
    ADVICE.put("operation not permitted", "let this user read and write there");
    ADVICE.put("read-only file system", "choose a directory on a disk that can be written");
    ADVICE.put("not a directory", "choose another directory");
    ADVICE.put("too many open files", "allow this user more open files");
    ADVICE.put("resource temporarily unavailable", "end the process that uses it");
  }

  private Trouble() {}

  static StoreException with(String what, Exception cause) {
    String reason = reason(cause);
    String advice =
        ADVICE.entrySet().stream()
            .filter(known -> reason.toLowerCase(Locale.ROOT).contains(known.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("check the disk, and do not go on with an older copy");
    return new StoreException(what + ": " + reason + "; " + advice, cause);
  }

  /** What a file that is not as it was written means for the store. */
  static StoreException damaged(String what) {
    return new StoreException(
        what
            + ", so the store was not opened; check the disk, and do not go on with an older copy");
  }

  private static String reason(Exception cause) {
    String message = String.valueOf(cause.getMessage());
    return switch (cause) {
      case AccessDeniedException _ -> message + ": Permission denied";
      case FileAlreadyExistsException _, NotDirectoryException _ -> message + ": Not a directory";
      default -> message;
    };
  }
}
