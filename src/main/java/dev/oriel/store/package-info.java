/**
 * Where entries live: the entry's layout, the state store that Kafka Streams drives, its two tables (RocksDB and the
 * heap), the replicas that readers ask, and each replica's watermark.
 *
 * <p>Second in the flow, after {@code view} has decided what to materialize: stream threads write through
 * {@link dev.oriel.store.EntryStore}, readers read through {@link dev.oriel.store.Replica}, and the two meet nowhere else.
 * RocksDB is known here alone.
 */
@NullMarked
package dev.oriel.store;

import org.jspecify.annotations.NullMarked;
