/** A minimal provider, as an example of what is needed to add one. */
@NullMarked
package dev.yardmaster.provider.fourth;

import org.jspecify.annotations.NullMarked;
