package dev.oriel.store;

/**
 * How many entries there are of some kind.
 *
 * @param entries how many
 * @param estimated whether that is not exact
 */
public record Count(long entries, boolean estimated) {

    /** None. */
    public static final Count NONE = new Count(0, false);

    /** How many there are of either kind. */
    public Count plus(Count other) {
        return new Count(entries + other.entries, estimated || other.estimated);
    }
}
