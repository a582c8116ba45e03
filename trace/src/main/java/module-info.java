/** What happened in a system, in causal order. */
module cutline.trace {
  requires transitive cutline.core;
  requires static transitive org.jspecify;
  requires transitive tools.jackson.core;

  exports cutline.trace;
  exports cutline.trace.export;
}
