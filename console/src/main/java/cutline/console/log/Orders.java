package cutline.console.log;

import java.util.Set;

/** Carries out orders about a bank. What comes of one is told as a {@link Notice}. */
public interface Orders {

  /** Of a log that nobody can change. */
  Orders NONE =
      new Orders() {
        @Override
        public Set<Order.Kind> accepted() {
          return Set.of();
        }

        @Override
        public boolean isPaused() {
          return false;
        }

        @Override
        public boolean give(Order order) {
          return false;
        }
      };

  /** Those that can be given, in the order in which people are offered them. */
  Set<Order.Kind> accepted();

  /** Whether transfers are paused, as far as is known. */
  boolean isPaused();

  /** Has it carried out soon, by another thread; false if too many wait. */
  boolean give(Order order);
}
