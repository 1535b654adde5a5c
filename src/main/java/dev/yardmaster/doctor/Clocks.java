package dev.yardmaster.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Compares clocks. */
final class Clocks {
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private Clocks() {}

    /**
     * Compares the clock of another program with that of this machine.
     *
     * @param whose the other program
     * @param there its time
     */
    static Finding finding(String check, String whose, Instant there) {
        return finding(check, whose, Duration.between(Instant.now(), there));
    }

    /** @param ahead how far the other clock is ahead */
    static Finding finding(String check, String whose, Duration ahead) {
        String seconds = String.format(Locale.ROOT, "%.1f s", ahead.abs().toMillis() / 1000.0);
        return ahead.abs().compareTo(TOLERANCE) <= 0
                ? Finding.ok(check, "The clock of " + whose + " agrees with that of this machine (" + seconds + ").")
                : Finding.warning(
                        check,
                        "The clock of " + whose + " is " + seconds + (ahead.isNegative() ? " behind" : " ahead of")
                                + " that of this machine.",
                        "Synchronize the clocks of both machines with NTP, for example: timedatectl set-ntp true");
    }
}
