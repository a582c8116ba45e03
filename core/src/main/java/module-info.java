/** The snapshot algorithm, pure: it depends on nothing. */
module cutline.core {
  requires static transitive org.jspecify;

  exports cutline.core;
}
