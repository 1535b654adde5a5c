/** Tests that hold README.md and docs/ against the program. */
@NullMarked
package dev.yardmaster.docs;

import org.jspecify.annotations.NullMarked;
