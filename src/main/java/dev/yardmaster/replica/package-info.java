/** Several services on one database: which of them are alive, which one dispatches, and what happens to the sessions of a lost one. */
@NullMarked
package dev.yardmaster.replica;

import org.jspecify.annotations.NullMarked;
