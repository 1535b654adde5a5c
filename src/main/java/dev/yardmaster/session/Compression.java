package dev.yardmaster.session;

import io.quarkus.runtime.annotations.RegisterForReflection;
import net.jpountz.lz4.LZ4Factory;

/** LZ4 blocks, by the implementation that needs neither native code nor unsafe memory access. */
@RegisterForReflection(
        classNames = {
            "net.jpountz.lz4.LZ4JavaSafeCompressor",
            "net.jpountz.lz4.LZ4HCJavaSafeCompressor",
            "net.jpountz.lz4.LZ4HCJavaSafeCompressor$HashTable",
            "net.jpountz.lz4.LZ4JavaSafeFastDecompressor",
            "net.jpountz.lz4.LZ4JavaSafeSafeDecompressor"
        })
final class Compression {
    private static final LZ4Factory LZ4 = LZ4Factory.safeInstance();

    private Compression() {}

    static byte[] compress(Bytes plain) {
        return LZ4.fastCompressor().compress(plain.array(), plain.offset(), plain.length());
    }

    static Bytes decompress(byte[] compressed, int plainLength) {
        return Bytes.of(LZ4.safeDecompressor().decompress(compressed, 0, compressed.length, plainLength));
    }
}
