package dev.yardmaster.webhook.delivery;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.webhook.WebhookConfig;
import dev.yardmaster.webhook.Webhooks;
import dev.yardmaster.webhook.delivery.Outcome.Delivered;
import dev.yardmaster.webhook.delivery.Outcome.Failed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Makes one attempt to deliver a notification, and stores its result. For any thread; blocks. */
@Singleton
class Deliverer {
    private static final Logger LOG = Logger.getLogger(Deliverer.class);
    private static final Duration STORING = Duration.ofSeconds(10);

    private final Function<ClaimedDelivery, Outcome> sender;
    private final DeliveryStore store;
    private final RetrySchedule schedule;

    @Inject
    Deliverer(Sender sender, Webhooks webhooks, DeliveryStore store, WebhookConfig config) {
        this(delivery -> send(sender, webhooks, delivery), store, RetrySchedule.of(config));
    }

    /** @param sender makes the attempt */
    Deliverer(Function<ClaimedDelivery, Outcome> sender, DeliveryStore store, RetrySchedule schedule) {
        this.sender = sender;
        this.store = store;
        this.schedule = schedule;
    }

    /** Returns the delay before the next attempt; empty if there is none. */
    Optional<Duration> deliver(ClaimedDelivery delivery) {
        Outcome outcome = attempt(delivery);
        Optional<Duration> retry =
                switch (outcome) {
                    case Delivered _ -> Optional.empty();
                    case Failed _ -> schedule.delay(delivery.attempt(), delivery.since());
                };
        log(delivery, outcome, retry);
        store.record(delivery, outcome, retry).await().atMost(STORING);
        return retry;
    }

    private Outcome attempt(ClaimedDelivery delivery) {
        try {
            return sender.apply(delivery);
        } catch (YardmasterException e) {
            return new Failed(Optional.empty(), e.detail());
        } catch (RuntimeException e) {
            LOG.errorf(e, "webhook=%s state=attempt_failed", delivery.webhook());
            return new Failed(
                    Optional.empty(), "The notification could not be sent. The log of the service has the cause.");
        }
    }

    private static Outcome send(Sender sender, Webhooks webhooks, ClaimedDelivery delivery) {
        return sender.send(
                delivery.notification(),
                new Receiver(delivery.url(), delivery.format(), webhooks.open(delivery.webhook(), delivery.secret())));
    }

    private static void log(ClaimedDelivery delivery, Outcome outcome, Optional<Duration> retry) {
        if (outcome instanceof Failed(Optional<Integer> _, String error)) {
            LOG.warnf(
                    "webhook=%s delivery=%s event=%s attempt=%d state=%s error=\"%s\"",
                    delivery.webhook(),
                    delivery.notification().id(),
                    delivery.notification().event(),
                    delivery.attempt(),
                    retry.map(delay -> "retry_in_" + delay.toSeconds() + "s").orElse("given_up"),
                    error);
        }
    }
}
