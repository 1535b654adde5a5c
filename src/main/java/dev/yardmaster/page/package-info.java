/** Lists over HTTP come in pages. */
@NullMarked
package dev.yardmaster.page;

import org.jspecify.annotations.NullMarked;
