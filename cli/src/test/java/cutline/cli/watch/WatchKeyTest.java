package cutline.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchKeyTest {

  private static List<WatchKey> keys(String typed) throws IOException {
    PrimitiveIterator.OfInt characters = typed.chars().iterator();
    WatchKey.Source source = _ -> characters.hasNext() ? characters.nextInt() : -2;
    List<WatchKey> keys = new ArrayList<>();
    for (WatchKey key = WatchKey.next(source, 1);
        key != WatchKey.NONE;
        key = WatchKey.next(source, 1)) {
      keys.add(key);
    }
    return keys;
  }

  @ParameterizedTest
  @CsvSource({
    "s, SNAPSHOT",
    "p, PAUSE",
    "k, KILL",
    "r, RESTART",
    "?, HELP",
    "q, QUIT",
    "\\3, INTERRUPT",
    "\\33, ESCAPE",
    "\\33[A, UP",
    "\\33OA, UP",
    "\\33[B, DOWN",
    "\\33OB, DOWN",
    "x, OTHER",
    "ä, OTHER",
    "\\33[C, OTHER",
    "\\33[5~, OTHER",
    "\\33[1;5A, OTHER",
    "\\33OS, OTHER",
    "\\33q, OTHER",
    "\\33[200~, OTHER"
  })
  void aKeyIsOne(String typed, WatchKey key) throws IOException {
    assertThat(keys(typed.translateEscapes())).containsExactly(key);
  }

  @ParameterizedTest
  @CsvSource({"\\33[A\\33[Bs", "\\33OA\\33OBs"})
  void keysThatComeTogetherAreOneAfterTheOther(String typed) throws IOException {
    assertThat(keys(typed.translateEscapes()))
        .containsExactly(WatchKey.UP, WatchKey.DOWN, WatchKey.SNAPSHOT);
  }

  @ParameterizedTest
  @CsvSource({"\\33[", "\\33O", "\\33[1;"})
  void aSequenceThatBreaksOffEnds(String typed) throws IOException {
    assertThat(keys(typed.translateEscapes())).containsExactly(WatchKey.OTHER);
  }

  @org.junit.jupiter.api.Test
  void theEndIsTold() throws IOException {
    assertThat(WatchKey.next(_ -> -1, 1)).isEqualTo(WatchKey.END);
  }
}
