package cutline.rocksdb;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is to work: for a state of some megabytes, most of which is soon deleted again. */
final class Settings implements AutoCloseable {

  private static final long MEBIBYTE = 1 << 20;

  private final Cache cache = new LRUCache(4 * MEBIBYTE);
  private final Options options =
      new Options()
          .setCreateIfMissing(true)
          .setParanoidChecks(true)
          .setWriteDbidToManifest(true)
          .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
          // A log that is used again has old records behind the new ones.
          .setRecycleLogFileNum(0)
          // After a failed write the process stops; nothing may be tried again behind its back.
          .setMaxBgErrorResumeCount(0)
          .setWriteBufferSize(8 * MEBIBYTE)
          .setMaxWriteBufferNumber(2)
          .setMaxTotalWalSize(32 * MEBIBYTE)
          .setTargetFileSizeBase(8 * MEBIBYTE)
          .setMaxBytesForLevelBase(32 * MEBIBYTE)
          .setMaxManifestFileSize(MEBIBYTE)
          .setBytesPerSync(256 << 10)
          .setMaxBackgroundJobs(2)
          .setMaxOpenFiles(64)
          .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache))
          .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
          .setKeepLogFileNum(2)
          .setMaxLogFileSize(MEBIBYTE)
          .setStatsDumpPeriodSec(0)
          .setStatsPersistPeriodSec(0);

  Settings() {}

  Options options() {
    return options;
  }

  @Override
  public void close() {
    options.close();
    cache.close();
  }
}
