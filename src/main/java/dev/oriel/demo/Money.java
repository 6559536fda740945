package dev.oriel.demo;

import java.math.BigDecimal;

/**
 * An amount of money in hundredths of its currency, so that sums are exact. Every currency of the shop has two decimals.
 *
 * @param hundredths cents, pence, öre
 */
record Money(long hundredths) {

    static final Money ZERO = new Money(0);

    private static final int DECIMALS = 2;
    private static final int HUNDREDTHS = 100;

    /** Whole units and hundredths, as a price tag says it. */
    static Money of(long units, int hundredths) {
        return new Money(units * HUNDREDTHS + hundredths);
    }

    Money plus(Money other) {
        return new Money(Math.addExact(hundredths, other.hundredths));
    }

    Money times(int count) {
        return new Money(Math.multiplyExact(hundredths, count));
    }

    /** Converted at a rate given in hundredths, rounded down to the hundredth. */
    Money at(int rateHundredths) {
        return new Money(Math.multiplyExact(hundredths, rateHundredths) / HUNDREDTHS);
    }

    /** The amount with its two decimals, as JSON writes it. */
    BigDecimal decimal() {
        return BigDecimal.valueOf(hundredths, DECIMALS);
    }
}
