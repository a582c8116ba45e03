/** A live web page of a bank, a log or a simulation. */
module cutline.console {
  requires transitive cutline.bank;
  requires transitive cutline.simulation;
  requires transitive cutline.trace;
  requires io.javalin;
  requires jakarta.servlet;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.eclipse.jetty.server;
  requires static transitive org.jspecify;
  requires tools.jackson.core;

  exports cutline.console;
  exports cutline.console.json;
  exports cutline.console.lesson;
  exports cutline.console.log;
  exports cutline.console.report;
  exports cutline.console.web;
}
