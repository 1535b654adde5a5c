/** Rate limits: what a provider's refusal means, and the ledger of what is limited until when. */
@NullMarked
package dev.yardmaster.limit;

import org.jspecify.annotations.NullMarked;
