package dev.yardmaster.webhook;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/**
 * Decides which addresses deliveries may be sent to. Resolve a host here and connect to a returned address, and not to the host: its name
 * could stand for another address the next time. For any thread.
 */
@Singleton
public class AddressPolicy {
    private final boolean allowsPrivate;

    @Inject
    AddressPolicy(WebhookConfig config) {
        this(config.allowPrivateAddresses());
    }

    public AddressPolicy(boolean allowsPrivate) {
        this.allowsPrivate = allowsPrivate;
    }

    /** The host has an address that deliveries may not be sent to. */
    public static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String host) {
            super("The host '" + host
                    + "' has a private address. Only if yardmaster.webhooks.allow-private-addresses is"
                    + " true, notifications are sent to such addresses");
        }
    }

    /** Whether every address is allowed. */
    boolean allowsPrivate() {
        return allowsPrivate;
    }

    /**
     * Resolves a host. Blocks.
     *
     * @throws RefusedException if any of its addresses is private
     * @throws java.net.UnknownHostException if it has no address
     */
    public List<InetAddress> resolve(String host) throws IOException {
        List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
        if (!allowsPrivate && addresses.stream().anyMatch(PrivateAddresses::contain)) {
            throw new RefusedException(host);
        }
        return addresses;
    }
}
