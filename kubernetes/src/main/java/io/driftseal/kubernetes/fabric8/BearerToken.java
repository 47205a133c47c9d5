package io.driftseal.kubernetes.fabric8;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token that identifies us, re-read when its file changes: kubelets renew it every hour. */
interface BearerToken {

    /** Empty when there is none; never blank. */
    Optional<String> current();

    static BearerToken none() {
        return Optional::empty;
    }

    static BearerToken fixed(String token) {
        Optional<String> value = Optional.of(checked(token));
        return () -> value;
    }

    static BearerToken ofFile(Path file) {
        return new OfFile(file);
    }

    /** Refuses whatever could not be one header value, so that no token can add a header. */
    static String checked(String token) {
        if (!OfFile.TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException(
                    "a bearer token has characters that no token has; hand over the token alone");
        }
        return token;
    }

    /** Keeps what was read while size and time of the file stand still. */
    final class OfFile implements BearerToken {

        private static final int LARGEST_TOKEN = 64 * 1024;
        private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]+");

        private record Read(FileTime time, long size, String token) {}

        private final Path file;
        private volatile @Nullable Read last;

        private OfFile(Path file) {
            this.file = file;
        }

        @Override
        public Optional<String> current() {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                Read known = last;
                if (known != null
                        && known.time().equals(now.lastModifiedTime())
                        && known.size() == now.size()) {
                    return Optional.of(known.token());
                }
                if (now.size() > LARGEST_TOKEN) {
                    throw new IllegalArgumentException("token file " + file + " is too large");
                }
                String token = checked(Files.readString(file, StandardCharsets.US_ASCII).strip());
                last = new Read(now.lastModifiedTime(), now.size(), token);
                return Optional.of(token);
            } catch (IOException e) {
                // A file that is being replaced: the old token is good until it expires.
                Read known = last;
                if (known != null) {
                    return Optional.of(known.token());
                }
                throw new IllegalArgumentException("cannot read token file " + file, e);
            }
        }
    }
}
