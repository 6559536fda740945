package dev.oriel.ops;

/**
 * An answer, as far as the metrics tell answers apart.
 *
 * @param operation what was asked for
 * @param view the declared view it was asked of, or {@link #NO_VIEW}
 * @param status the HTTP status
 * @param role the role of the replica that answered, or {@link #NO_ROLE}
 * @param hops how many other instances took part
 */
public record Answer(Operation operation, String view, int status, String role, int hops) {

    /** The view of a request for one that is not declared, and of one that concerns no view. */
    public static final String NO_VIEW = "";

    /** The role when no replica answered. */
    public static final String NO_ROLE = "none";
}
