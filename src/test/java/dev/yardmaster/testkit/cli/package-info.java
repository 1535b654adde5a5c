/** The CLIs for tests: real ones with pinned versions and without network access, and a fake one with output that no real one prints. */
@NullMarked
package dev.yardmaster.testkit.cli;

import org.jspecify.annotations.NullMarked;
