/** The CLIs that tests drive: the real ones, pinned and offline, and a fake one that prints what no real one can be made to print. */
@NullMarked
package dev.yardmaster.testkit.cli;

import org.jspecify.annotations.NullMarked;
