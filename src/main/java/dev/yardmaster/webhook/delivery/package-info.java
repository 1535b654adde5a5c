/** Sends the notifications in the outbox to their webhooks. */
@NullMarked
package dev.yardmaster.webhook.delivery;

import org.jspecify.annotations.NullMarked;
