/** Webhooks: who is notified of which events. */
@NullMarked
package dev.yardmaster.webhook;

import org.jspecify.annotations.NullMarked;
