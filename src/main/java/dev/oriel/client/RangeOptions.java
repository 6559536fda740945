package dev.oriel.client;

/**
 * How entries are read, whichever they are. Immutable.
 *
 * @param conditions what each answer must fulfil
 * @param partial whether partitions that cannot be read may be left out
 * @param pageSize how many entries a page may have
 */
record RangeOptions(Conditions conditions, boolean partial, int pageSize) {

    static final RangeOptions NONE = new RangeOptions(Conditions.NONE, false, RangeRequest.PAGE_SIZE);

    RangeOptions with(Conditions changed) {
        return new RangeOptions(changed, partial, pageSize);
    }

    RangeOptions allowPartial() {
        return new RangeOptions(conditions, true, pageSize);
    }

    RangeOptions pageSize(int most) {
        return new RangeOptions(conditions, partial, most);
    }
}
