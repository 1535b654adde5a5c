package dev.yardmaster.subscription;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * An event for an agent or for people, who learn of it by a message.
 *
 * @param data what the event is about, as the database announces it
 */
record WakeUp(long id, String event, JsonObject data, Instant at) {}
