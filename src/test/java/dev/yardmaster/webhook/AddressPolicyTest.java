package dev.yardmaster.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.0.0.1",
                "127.255.0.1",
                "2130706433",
                "0.0.0.0",
                "10.1.2.3",
                "100.100.100.200",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.19.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void shouldRefusePrivateAddresses(String host) throws Exception {
        // When / Then
        assertThatThrownBy(() -> new AddressPolicy(false).resolve(host))
                .isInstanceOf(AddressPolicy.RefusedException.class)
                .hasMessageContainingAll(host, "private address", "yardmaster.webhooks.allow-private-addresses");
        assertThat(new AddressPolicy(true).resolve(host)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "128.0.0.1",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450::1"
            })
    void shouldAllowPublicAddresses(String host) throws Exception {
        // When
        List<InetAddress> addresses = new AddressPolicy(false).resolve(host);

        // Then
        assertThat(addresses).containsExactly(InetAddress.getByName(host));
    }

    /** Resolvers refuse a name with such a long part without asking anybody. */
    @Test
    void shouldReportAnUnknownHost() {
        // When / Then
        assertThatThrownBy(() -> new AddressPolicy(false).resolve("a".repeat(64) + ".invalid"))
                .isInstanceOf(UnknownHostException.class);
    }
}
