package dev.yardmaster.doctor;

import java.lang.module.ModuleDescriptor.Version;

/** Compares versions such as {@code 2.1.329}. */
final class Versions {
    private Versions() {}

    static boolean isOlder(String version, String other) {
        return Version.parse(version).compareTo(Version.parse(other)) < 0;
    }
}
