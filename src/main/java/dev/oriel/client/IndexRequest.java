package dev.oriel.client;

/**
 * A read of the entries that a secondary index of the view has, by their values there: in the order of the values, and of the keys
 * where those are the same. False comes before true, then numbers, then strings by the bytes of their UTF-8.
 *
 * <p>An entry that has several values comes once for each that is asked for; one without a value does not come. A string finds strings
 * alone; a number, true or false finds also the string that is written so.
 *
 * <p>Reads fail with {@link IndexNotFoundException} if the view has no such index, and with {@link IndexBuildingException} while one
 * that was added to the view is built.
 */
public final class IndexRequest extends RangeRequest<IndexRequest> {

    private final ValueRange range;

    IndexRequest(ViewClient view, ValueRange range, RangeOptions options) {
        super(view, options);
        this.range = range;
    }

    /**
     * Only entries that have this value: a string.
     *
     * @throws IllegalArgumentException if there is a prefix or a bound already, or the value has half of a surrogate pair
     */
    public IndexRequest value(String only) {
        return with(range.withValue(written(only)));
    }

    /**
     * Only entries that have this value: a whole number.
     *
     * @throws IllegalArgumentException if there is a prefix or a bound already
     */
    public IndexRequest value(long only) {
        return with(range.withValue(Long.toString(only)));
    }

    /**
     * Only entries that have this value: a number.
     *
     * @throws IllegalArgumentException if there is a prefix or a bound already, or the value is infinite or NaN
     */
    public IndexRequest value(double only) {
        return with(range.withValue(written(only)));
    }

    /**
     * Only entries that have this value: true or false.
     *
     * @throws IllegalArgumentException if there is a prefix or a bound already
     */
    public IndexRequest value(boolean only) {
        return with(range.withValue(Boolean.toString(only)));
    }

    /**
     * Only entries whose values are strings that begin so.
     *
     * @throws IllegalArgumentException if there is a value or a bound already, or the prefix has half of a surrogate pair
     */
    public IndexRequest prefix(String begin) {
        return with(range.withPrefix(written(begin)));
    }

    /**
     * Only entries whose values are strings, this one and those behind it.
     *
     * @throws IllegalArgumentException if there is a value, a prefix or a number as a bound already, or this one has half of a
     *     surrogate pair
     */
    public IndexRequest from(String least) {
        return with(range.withFrom(written(least)));
    }

    /**
     * Only entries whose values are numbers, this one and greater ones.
     *
     * @throws IllegalArgumentException if there is a value, a prefix or a string as a bound already
     */
    public IndexRequest from(long least) {
        return with(range.withFrom(Long.toString(least)));
    }

    /**
     * As {@link #from(long)}.
     *
     * @throws IllegalArgumentException as {@link #from(long)}, and if the number is infinite or NaN
     */
    public IndexRequest from(double least) {
        return with(range.withFrom(written(least)));
    }

    /**
     * Only entries whose values are strings before this one, which is not among them.
     *
     * @throws IllegalArgumentException if there is a value, a prefix or a number as a bound already, or this one has half of a
     *     surrogate pair
     */
    public IndexRequest to(String greatest) {
        return with(range.withTo(written(greatest)));
    }

    /**
     * Only entries whose values are numbers less than this one.
     *
     * @throws IllegalArgumentException if there is a value, a prefix or a string as a bound already
     */
    public IndexRequest to(long greatest) {
        return with(range.withTo(Long.toString(greatest)));
    }

    /**
     * As {@link #to(long)}.
     *
     * @throws IllegalArgumentException as {@link #to(long)}, and if the number is infinite or NaN
     */
    public IndexRequest to(double greatest) {
        return with(range.withTo(written(greatest)));
    }

    /** From the greatest value to the least, and of those with the same from the greatest key to the least. */
    @Override
    public IndexRequest descending() {
        return with(range.inDescendingOrder());
    }

    private static String written(String value) {
        return Json.quoted(ViewClient.encodable(value));
    }

    private static String written(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("expected a finite number, found " + value);
        }
        return Double.toString(value);
    }

    private IndexRequest with(ValueRange changed) {
        return new IndexRequest(view(), changed, options());
    }

    @Override
    ValueRange range() {
        return range;
    }

    @Override
    IndexRequest with(RangeOptions changed) {
        return new IndexRequest(view(), range, changed);
    }
}
