package cutline.simulation;

import org.jspecify.annotations.Nullable;

/** What holds when everything has been dealt with; processes are judged by their stores. */
final class RestCheck {

  /** How many decided snapshots of an initiator a process keeps. */
  private static final int KEPT = 16;

  /** How many keys a part, or a report, may take up at most in worlds of this size. */
  private static final int KEYS = 64;

  private final World world;

  RestCheck(World world) {
    this.world = world;
  }

  void check() {
    for (Host host : world.hosts) {
      if (!host.isUp()) {
        throw Broken.of(Law.COMES_TO_REST, "%s is not there any more", host.name());
      }
      host.requests.atRest();
    }
    world.witness.atRest();
    world.hosts.forEach(this::forgets);
  }

  private void forgets(Host host) {
    String recording = host.store().first("recording ");
    if (recording != null) {
      throw Broken.of(
          Law.NO_RECORDING_LEFT,
          "all snapshots are decided, and %s still records %s",
          host.name(),
          recording.substring("recording ".length()));
    }
    if (host.store().first("restore") != null) {
      throw Broken.of(
          Law.RESTORE_EXACT, "all is at rest, and %s still waits for a restore", host.name());
    }
    @Nullable String entries = host.store().first("entries ");
    if (entries != null) {
      throw Broken.of(
          Law.MEMORY_BOUNDED, "all is acknowledged, and %s still keeps %s", host.name(), entries);
    }
    int initiators = world.hosts.size();
    if (host.store().count("initiation ") > KEPT
        || host.store().count("part ") > KEPT * initiators * KEYS) {
      throw Broken.of(
          Law.MEMORY_BOUNDED, "%s keeps more and more of decided snapshots", host.name());
    }
  }
}
