/** One process: its mailbox, its commit, and channels that survive faults. */
module cutline.runtime {
  requires transitive com.google.protobuf;
  requires transitive cutline.core;
  requires static transitive org.jspecify;

  exports cutline.runtime;
  exports cutline.runtime.admission;
  exports cutline.runtime.wire;
}
