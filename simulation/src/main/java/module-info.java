/** The same runtime under virtual time, faults and search. */
module cutline.simulation {
  requires transitive cutline.bank;
  requires transitive cutline.trace;
  requires static transitive org.jspecify;

  exports cutline.simulation;
  exports cutline.simulation.bug;
  exports cutline.simulation.explore;
  exports cutline.simulation.scenario;
  exports cutline.simulation.text;
  exports cutline.simulation.world;
}
