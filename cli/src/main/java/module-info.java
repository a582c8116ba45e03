/** The command {@code cutline}: the only place that puts the parts together. */
module cutline.cli {
  requires cutline.bank;
  requires cutline.core;
  requires cutline.rocksdb;
  requires cutline.runtime;
  requires cutline.simulation;
  requires cutline.tcp;
  requires cutline.trace;
  requires info.picocli;
  requires java.logging;
  requires org.jline;
  requires static transitive org.jspecify;
  requires tools.jackson.core;

  exports cutline.cli;

  opens cutline.cli to
      info.picocli;
}
