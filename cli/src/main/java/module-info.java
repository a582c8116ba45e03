/** The command {@code cutline}: the only place that puts the parts together. */
module cutline.cli {
  requires HdrHistogram;
  requires cutline.bank;
  requires cutline.console;
  requires cutline.core;
  requires cutline.quic;
  requires cutline.rocksdb;
  requires cutline.runtime;
  requires cutline.simulation;
  requires cutline.tcp;
  requires cutline.trace;
  requires info.picocli;
  requires java.logging;
  requires java.management;
  requires org.jline;
  requires static transitive org.jspecify;
  requires tools.jackson.core;

  opens cutline.cli to
      info.picocli;
  opens cutline.cli.attach to
      info.picocli;
  opens cutline.cli.bench to
      info.picocli;
  opens cutline.cli.branch to
      info.picocli;
  opens cutline.cli.chaos to
      info.picocli;
  opens cutline.cli.client to
      info.picocli;
  opens cutline.cli.command to
      info.picocli;
  opens cutline.cli.controller to
      info.picocli;
  opens cutline.cli.demo to
      info.picocli;
  opens cutline.cli.observe to
      info.picocli;
  opens cutline.cli.explore to
      info.picocli;
  opens cutline.cli.simulate to
      info.picocli;
  opens cutline.cli.snapshots to
      info.picocli;
  opens cutline.cli.scenario to
      info.picocli;
  opens cutline.cli.watch to
      info.picocli;
  opens cutline.cli.web to
      info.picocli;
}
