package cutline.rocksdb;

import cutline.runtime.MemoryStore;
import cutline.runtime.Store;

/** A store in memory keeps what stores promise, as long as it lives. */
class MemoryStoreContractTest extends StoreContract {

  private final MemoryStore memory = new MemoryStore();

  @Override
  Store open() {
    return memory;
  }

  @Override
  Store reopen() {
    return memory;
  }
}
