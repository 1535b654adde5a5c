package dev.yardmaster.merge;

import java.util.List;

/** What git makes of the base branch and the work together. */
public sealed interface Combination {
    /**
     * They fit together.
     *
     * @param tree the files of both
     */
    record Clean(String tree) implements Combination {}

    /** The base branch has all of the work already. */
    record Nothing() implements Combination {}

    /**
     * They don't fit together.
     *
     * @param files the files with conflicts; empty if the histories have nothing in common
     * @param messages what git says about them
     */
    record Conflicting(List<String> files, List<String> messages) implements Combination {
        public Conflicting {
            files = List.copyOf(files);
            messages = List.copyOf(messages);
        }
    }
}
