package dev.oriel.config;

import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * A place in a file, both counted from 1; the column counts Unicode characters.
 */
record Position(int line, int column) {

    /** The place of what concerns the file as a whole. */
    static final Position NOWHERE = new Position(0, 0);

    static final Position START = new Position(1, 1);

    /** The place of a parser's mark, which counts from 0. */
    static Position of(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
