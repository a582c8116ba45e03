/** A process's durable state, on RocksDB. */
module cutline.rocksdb {
  requires transitive cutline.runtime;
  requires rocksdbjni;
  requires static transitive org.jspecify;

  exports cutline.rocksdb;
}
