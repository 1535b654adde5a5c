/** All errors of the service: the codes, the exception and the RFC 9457 responses. */
@NullMarked
package dev.yardmaster.problem;

import org.jspecify.annotations.NullMarked;
