package dev.yardmaster.client;

import dev.yardmaster.client.ClientException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates in a file, as the only ones that sign certificates of servers: what {@code SSL_CERT_FILE} means to many programs. */
final class TrustedCertificates {
    /** The variable of the environment that names the file. */
    static final String VARIABLE = "SSL_CERT_FILE";

    private TrustedCertificates() {}

    /**
     * Connections that trust the certificates in a file.
     *
     * @param file certificates in the PEM format
     * @throws ClientException if the file can't be read, or contains no certificate
     */
    static SSLContext in(Path file) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store(certificates(file)));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw unusable(file, "can't be read (" + e + ")");
        } catch (GeneralSecurityException e) {
            throw unusable(file, "has no certificates in the PEM format (" + e.getMessage() + ")");
        }
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new CertificateException("it is empty");
            }
            return found;
        }
    }

    private static KeyStore store(Collection<? extends Certificate> certificates)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry(Integer.toString(number++), certificate);
        }
        return store;
    }

    private static ClientException unusable(Path file, String why) {
        return new ClientException(
                Kind.USAGE,
                "The file " + file + " (from " + VARIABLE + ") " + why + ". Correct the variable, or unset it.");
    }
}
