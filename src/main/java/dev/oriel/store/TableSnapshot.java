package dev.oriel.store;

import java.util.List;
import java.util.Optional;

/** A table as it is at one moment. For one thread; to be closed before its table. */
interface TableSnapshot extends AutoCloseable {

    /** The stored entries of some keys, in the order of the keys. */
    List<Optional<byte[]>> getAll(List<byte[]> keys);

    /**
     * The entries whose keys lie in a range, in the order of their keys' unsigned bytes.
     *
     * @param descending whether the last come first
     * @param once whether they are not likely to be read again soon, so that nothing else is to make room for them in memory
     */
    EntryCursor scan(KeyRange range, boolean descending, boolean once);

    /**
     * The entries whose rows in an index lie in a range, in the rows' order. An entry may have several rows.
     *
     * @param index an index that has been built
     * @param rows the range, of rows; see {@link IndexRows}
     */
    EntryCursor scanIndex(String index, KeyRange rows, boolean descending, boolean once);

    /**
     * How many entries there are in a range: counted as far as that is cheap, and estimated beyond.
     *
     * @param index whose rows are counted; nothing for the entries themselves
     * @param exactUpTo how many are counted at most
     */
    Count count(Optional<String> index, KeyRange range, long exactUpTo);

    /**
     * Whether all that has been read so far is of one moment. Where a snapshot costs a copy, changes may come in between, and then
     * it has to be read again.
     */
    boolean isOfOneMoment();

    @Override
    void close();
}
