package cutline.rocksdb;

import cutline.runtime.Store;
import cutline.runtime.Store.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A store in a directory keeps what stores promise, across restarts. */
class RocksDbStoreContractTest extends StoreContract {

  @TempDir Path directory;

  @Override
  Store open() throws StoreException {
    return Opening.quietly(directory);
  }

  @Override
  Store reopen() throws StoreException {
    return open();
  }
}
