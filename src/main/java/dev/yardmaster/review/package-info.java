/** Reviews: finished work waits in the queue of its project, for an approval and its turn, until it is merged or sent back. */
@NullMarked
package dev.yardmaster.review;

import org.jspecify.annotations.NullMarked;
