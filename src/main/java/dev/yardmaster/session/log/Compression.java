package dev.yardmaster.session.log;

import dev.yardmaster.session.frame.ByteSlice;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.jboss.logging.Logger;

/**
 * Compresses and decompresses LZ4 blocks. On a JVM the library's native code does it in a third of the time that its Java code needs. The
 * Java code does it in a native executable, and where the native code cannot be loaded (the library unpacks it into the temporary
 * directory). Both use the same format.
 */
@RegisterForReflection(
        classNames = {
            "net.jpountz.lz4.LZ4JavaSafeCompressor",
            "net.jpountz.lz4.LZ4HCJavaSafeCompressor",
            "net.jpountz.lz4.LZ4HCJavaSafeCompressor$HashTable",
            "net.jpountz.lz4.LZ4JavaSafeFastDecompressor",
            "net.jpountz.lz4.LZ4JavaSafeSafeDecompressor"
        })
final class Compression {
    private static final Logger LOG = Logger.getLogger(Compression.class);
    private static final LZ4Factory LZ4 = factory();

    private Compression() {}

    static ByteSlice compress(ByteSlice plain) {
        LZ4Compressor compressor = LZ4.fastCompressor();
        byte[] compressed = new byte[compressor.maxCompressedLength(plain.length())];
        int length = compressor.compress(plain.array(), plain.offset(), plain.length(), compressed, 0);
        return new ByteSlice(compressed, 0, length);
    }

    static ByteSlice decompress(byte[] compressed, int plainLength) {
        return ByteSlice.of(LZ4.safeDecompressor().decompress(compressed, 0, compressed.length, plainLength));
    }

    private static LZ4Factory factory() {
        if (ImageMode.current() != ImageMode.JVM) {
            return LZ4Factory.safeInstance();
        }
        try {
            return LZ4Factory.nativeInstance();
        } catch (LinkageError | RuntimeException e) {
            LOG.debugf("state=lz4_java_fallback reason=%s", e);
            return LZ4Factory.safeInstance();
        }
    }
}
