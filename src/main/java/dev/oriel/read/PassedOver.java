package dev.oriel.read;

/** Why the owner of a key is passed over, for a read that lets standbys answer. */
public enum PassedOver {
    /** It is known to be down. */
    DOWN,
    /** It said that it cannot answer, or said nothing. */
    UNAVAILABLE
}
