package dev.yardmaster.openid;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * The keys of the issuer in memory. They are read again when they are older than {@link #LIFETIME}, and when a token names an unknown key; one
 * read at a time, with a {@link #PAUSE} after each, so that tokens with invented keys can't flood the issuer. While the issuer does not answer,
 * the last keys stay. For any thread that may block.
 */
final class IssuerKeys {
    static final Duration LIFETIME = Duration.ofMinutes(10);
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);

    private final Source source;
    private final InstantSource clock;
    private final Executor background;
    private final VerificationJwkSelector selector = new VerificationJwkSelector();
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Optional<Known> known = Optional.empty();
    private volatile Instant nextRead = Instant.MIN;

    /** @param background runs the reads that no request waits for */
    IssuerKeys(Source source, InstantSource clock, Executor background) {
        this.source = source;
        this.clock = clock;
        this.background = background;
    }

    /** Where the keys come from. */
    interface Source {
        /** Reads all keys, at least one. The message of a failure is for the log. */
        List<JsonWebKey> read() throws IOException;
    }

    private record Known(List<JsonWebKey> keys, Instant readAt) {}

    /**
     * The key that a signature names; empty if the issuer does not have it. Can block for some seconds. Throws {@code issuer_unavailable} if the
     * keys could not be read since the start.
     */
    Optional<Key> find(JsonWebSignature signature) throws JoseException {
        Optional<Key> found = select(signature);
        if (found.isPresent()) {
            refreshIfOld();
            return found;
        }
        read();
        if (known.isEmpty()) {
            throw YardmasterException.temporary(
                    ErrorCode.ISSUER_UNAVAILABLE,
                    "The keys of the issuer can't be read, so its tokens can't be checked. Try again later, or use a token of"
                            + " Yardmaster. The log of the service contains the reason.",
                    PAUSE);
        }
        return select(signature);
    }

    /** Reads the keys soon, so that the first token does not wait for them. */
    void prepare() {
        background.execute(this::read);
    }

    private Optional<Key> select(JsonWebSignature signature) throws JoseException {
        if (known.isEmpty()) {
            return Optional.empty();
        }
        String algorithm = signature.getAlgorithmHeaderValue();
        List<JsonWebKey> matching = selector.selectList(signature, known.get().keys()).stream()
                .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                .toList();
        // A token that names no key can have been signed with any of them.
        return matching.size() > 1
                ? Optional.ofNullable(selector.selectWithVerifySignatureDisambiguate(signature, matching))
                        .map(JsonWebKey::getKey)
                : matching.stream().findFirst().map(JsonWebKey::getKey);
    }

    private void refreshIfOld() {
        Instant now = clock.instant();
        boolean old =
                known.filter(it -> it.readAt().plus(LIFETIME).isAfter(now)).isEmpty();
        if (old && !now.isBefore(nextRead) && !reading.isLocked()) {
            background.execute(this::read);
        }
    }

    /** Reads the keys, unless that was tried a moment ago, also by a thread for which this one has waited. */
    private void read() {
        reading.lock();
        try {
            if (!clock.instant().isBefore(nextRead)) {
                readNow();
                nextRead = clock.instant().plus(PAUSE);
            }
        } finally {
            reading.unlock();
        }
    }

    private void readNow() {
        try {
            known = Optional.of(new Known(source.read(), clock.instant()));
        } catch (IOException e) {
            LOG.warnf("state=issuer_keys_not_read kept=%b error=%s", known.isPresent(), e.getMessage());
        }
    }
}
