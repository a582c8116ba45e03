/**
 * A process's durable state on RocksDB: one directory, which one process at a time owns.
 *
 * <p>It knows batches of keys and values and nothing of what they mean. RocksDB's types stay
 * inside.
 *
 * <p>A directory holds a file {@code CUTLINE} with the line {@code cutline.store/2}, a file {@code
 * CUTLINE.lock} that its owner keeps locked, and RocksDB's own files. Every commit in its log
 * begins with the database's identity, so that no log is taken for another directory's. It is
 * opened with all that was ever committed or not at all, but for one thing: a last record of the
 * log that was not written in full is cut off, and that is reported. What is missing at the end
 * without a trace, as in a copy of earlier days, cannot be seen here; the other processes see it.
 */
@NullMarked
package cutline.rocksdb;

import org.jspecify.annotations.NullMarked;
