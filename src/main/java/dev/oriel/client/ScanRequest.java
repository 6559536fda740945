package dev.oriel.client;

/** A read of the entries of a range of keys, in their order. */
public final class ScanRequest extends RangeRequest<ScanRequest> {

    private final KeyRange range;

    ScanRequest(ViewClient view, KeyRange range, RangeOptions options) {
        super(view, options);
        if (range.prefix().isPresent() && range.hasBounds()) {
            throw new IllegalArgumentException("expected a prefix or bounds, found both");
        }
        this.range = range;
    }

    /**
     * Only keys that begin so.
     *
     * @throws IllegalArgumentException if there is a bound already, or the prefix has half of a surrogate pair
     */
    public ScanRequest prefix(String begin) {
        return with(range.withPrefix(ViewClient.encodable(begin)));
    }

    /**
     * Only this key and those behind it.
     *
     * @throws IllegalArgumentException if there is a prefix already, or the key has half of a surrogate pair
     */
    public ScanRequest from(String least) {
        return with(range.withFrom(ViewClient.encodable(least)));
    }

    /** As {@link #from(String)}, for a view whose keys are whole numbers. */
    public ScanRequest from(long least) {
        return from(Long.toString(least));
    }

    /**
     * Only keys before this one, which is not among them.
     *
     * @throws IllegalArgumentException if there is a prefix already, or the key has half of a surrogate pair
     */
    public ScanRequest to(String greatest) {
        return with(range.withTo(ViewClient.encodable(greatest)));
    }

    /** As {@link #to(String)}, for a view whose keys are whole numbers. */
    public ScanRequest to(long greatest) {
        return to(Long.toString(greatest));
    }

    /** From the greatest key to the least. */
    @Override
    public ScanRequest descending() {
        return with(range.inDescendingOrder());
    }

    private ScanRequest with(KeyRange changed) {
        return new ScanRequest(view(), changed, options());
    }

    @Override
    KeyRange range() {
        return range;
    }

    @Override
    ScanRequest with(RangeOptions changed) {
        return new ScanRequest(view(), range, changed);
    }
}
