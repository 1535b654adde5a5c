/** Plans, launches, supervises and ends the sessions of agents' CLIs. */
@NullMarked
package dev.yardmaster.session;

import org.jspecify.annotations.NullMarked;
