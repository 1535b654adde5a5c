package dev.yardmaster.webhook;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The addresses that are not on the public internet, such as loopback, link-local (which includes the metadata services of clouds), private and
 * unique local addresses, after IANA's registries of special-purpose addresses. IPv6 addresses that stand for an IPv4 address count too.
 */
final class PrivateAddresses {
    private static final List<Block> V4 = List.of(
            Block.of("0.0.0.0", 8),
            Block.of("10.0.0.0", 8),
            Block.of("100.64.0.0", 10),
            Block.of("127.0.0.0", 8),
            Block.of("169.254.0.0", 16),
            Block.of("172.16.0.0", 12),
            Block.of("192.0.0.0", 24),
            Block.of("192.0.2.0", 24),
            Block.of("192.168.0.0", 16),
            Block.of("198.18.0.0", 15),
            Block.of("198.51.100.0", 24),
            Block.of("203.0.113.0", 24),
            // Multicast and reserved addresses, and the broadcast address.
            Block.of("224.0.0.0", 3));

    /** Only these are in use on the internet. */
    private static final Block PUBLIC_V6 = Block.of("2000::", 3);

    private static final List<Block> V6 = List.of(
            // Protocol assignments with Teredo, documentation, and 6to4.
            Block.of("2001::", 23), Block.of("2001:db8::", 32), Block.of("2002::", 16), Block.of("3fff::", 20));

    private PrivateAddresses() {}

    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? V4.stream().anyMatch(block -> block.contains(bytes))
                : !PUBLIC_V6.contains(bytes) || V6.stream().anyMatch(block -> block.contains(bytes));
    }

    /** The addresses that begin with these bits. */
    private record Block(BigInteger start, int bits) {
        static Block of(String address, int bits) {
            try {
                return new Block(first(bits, InetAddress.getByName(address).getAddress()), bits);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(address, e);
            }
        }

        boolean contains(byte[] address) {
            return first(bits, address).equals(start);
        }

        private static BigInteger first(int bits, byte[] address) {
            return new BigInteger(1, address).shiftRight(address.length * Byte.SIZE - bits);
        }
    }
}
