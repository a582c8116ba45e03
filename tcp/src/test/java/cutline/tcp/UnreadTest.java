package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnreadTest {

  private record Share(long chunk, int size) {}

  @Test
  void itIsWhatAListWouldTell() {
    Random random = new Random(5);
    Unread unread = new Unread();
    Queue<Share> list = new ArrayDeque<>();
    long chunk = 0;
    long left = 0;
    for (int i = 0; i < 20_000; i++) {
      chunk += random.nextInt(2);
      int size = 1 + random.nextInt(1_000);
      unread.add(chunk, size);
      list.add(new Share(chunk, size));
      if (random.nextInt(i / 2_000 + 1) == 0) {
        left += random.nextLong(chunk - left + 1);
      }
      while (!list.isEmpty() && list.element().chunk() <= left) {
        list.remove();
      }
      long expected = list.stream().mapToLong(Share::size).sum();
      assertThat(unread.bytes(left)).isEqualTo(expected);
    }
  }
}
