package dev.oriel.store;

import java.nio.ByteBuffer;
import java.util.List;

/** Finds the terms under which an entry stands in the indexes of its view. Safe for several threads at once. */
@FunctionalInterface
public interface TermReader {

    /**
     * The terms of an entry. A term's bytes are ordered as the values are that they stand for, and none is the beginning of another.
     *
     * @param value the entry's value
     * @return one list for each index, in the order of the indexes; without any where the value has none. Never throws for bad input
     */
    List<List<byte[]>> read(ByteBuffer value);
}
