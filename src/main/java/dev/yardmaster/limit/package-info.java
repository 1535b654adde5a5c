/** Rate limits: finds the cause of a provider's refusal, and records which executable is limited until when. */
@NullMarked
package dev.yardmaster.limit;

import org.jspecify.annotations.NullMarked;
