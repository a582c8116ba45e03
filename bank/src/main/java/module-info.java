/** The distributed bank: its domain, its wire format, branch, controller and client. */
module cutline.bank {
  requires transitive com.google.protobuf;
  requires transitive cutline.runtime;
  requires static transitive org.jspecify;
  requires tools.jackson.core;

  exports cutline.bank;
  exports cutline.bank.archive;
  exports cutline.bank.config;
  exports cutline.bank.domain;
  exports cutline.bank.wire;
}
