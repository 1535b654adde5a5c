/** One running session: the phases of its CLI process, what its events mean, its timeouts. */
@NullMarked
package dev.yardmaster.session.run;

import org.jspecify.annotations.NullMarked;
