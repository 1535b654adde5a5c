/** Approvals: what agents want to do and rules or people decide on, while the sessions wait. */
@NullMarked
package dev.yardmaster.approval;

import org.jspecify.annotations.NullMarked;
