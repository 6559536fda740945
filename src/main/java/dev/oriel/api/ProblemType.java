package dev.oriel.api;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of error of the read protocol; each is the {@code type} of an RFC 9457 problem and has one status. */
public enum ProblemType {
    BAD_REQUEST("bad-request", 400, "Bad request"),
    NOT_FOUND("not-found", 404, "Not found"),
    VIEW_NOT_FOUND("view-not-found", 404, "View not found"),
    INDEX_NOT_FOUND("index-not-found", 404, "Index not found"),
    KEY_NOT_FOUND("key-not-found", 404, "Key not found"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
    POSITION_UNKNOWN("position-unknown", 409, "Position unknown"),
    VERSION_NOT_REACHED("version-not-reached", 412, "Version not reached"),
    POSITION_NOT_REACHED("position-not-reached", 412, "Position not reached"),
    NOT_THE_OWNER("not-the-owner", 421, "Not the owner"),
    INTERNAL_ERROR("internal-error", 500, "Internal error"),
    OVERLOADED("overloaded", 503, "Overloaded"),
    PARTITION_UNAVAILABLE("partition-unavailable", 503, "Partition unavailable");

    private static final String BASE = "https://oriel.dev/problems/";

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** The last part of the type's URI. */
    public String slug() {
        return slug;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** The problem's title in English. */
    public String title() {
        return title;
    }

    /** The {@code type} member. */
    public URI uri() {
        return URI.create(BASE + slug);
    }

    /** The kind whose {@code type} member that is; empty if there is none. */
    public static Optional<ProblemType> of(URI type) {
        return Arrays.stream(values()).filter(kind -> kind.uri().equals(type)).findFirst();
    }
}
