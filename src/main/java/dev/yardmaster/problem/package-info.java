/** Every error of the service, once: its code, its exception and its RFC 9457 form. */
@NullMarked
package dev.yardmaster.problem;

import org.jspecify.annotations.NullMarked;
