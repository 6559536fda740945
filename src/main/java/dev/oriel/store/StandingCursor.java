package dev.oriel.store;

/** A cursor that holds the entry it stands at. */
abstract class StandingCursor implements EntryCursor {

    private static final byte[] NOTHING = new byte[0];

    private byte[] rank = NOTHING;
    private byte[] key = NOTHING;
    private byte[] entry = NOTHING;

    /** It stands at this entry from here on. */
    final void standAt(byte[] itsRank, byte[] itsKey, byte[] itsEntry) {
        rank = itsRank;
        key = itsKey;
        entry = itsEntry;
    }

    @Override
    public final byte[] rank() {
        return rank;
    }

    @Override
    public final byte[] key() {
        return key;
    }

    @Override
    public final byte[] entry() {
        return entry;
    }
}
