package cutline.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkerTest {

  @Test
  void countBelowZeroIsRefused() {
    assertThatThrownBy(() -> new Marker(new SnapshotId("A", 1, 1), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("marker of A.1.1 counts -1 messages");
  }
}
