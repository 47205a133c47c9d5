package io.driftseal.decision.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** The token of a file, for servers that ask for one; read again when the file changes. */
public final class BearerToken {

    private static final long MAXIMUM_BYTES = 16 * 1024;

    /** What RFC 6750 lets a token be: nothing that ends a header. */
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final Optional<Path> file;
    private volatile Read read = new Read(FileTime.fromMillis(0), "");

    private record Read(FileTime changed, String token) {
        @Override
        public String toString() {
            return "a token";
        }
    }

    public BearerToken(Optional<Path> file) {
        this.file = file;
    }

    /**
     * Empty where there is no file.
     *
     * @throws IOException if there is no token in the file; the message holds nothing of it
     */
    public Optional<String> value() throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        FileTime changed = Files.getLastModifiedTime(file.get());
        Read known = read;
        if (known.token().isEmpty() || !known.changed().equals(changed)) {
            known = new Read(changed, read(file.get()));
            read = known;
        }
        return Optional.of(known.token());
    }

    /** As a header line with its end, or nothing where there is no file. */
    public String header() throws IOException {
        return value().map(token -> "Authorization: Bearer " + token + "\r\n").orElse("");
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MAXIMUM_BYTES) {
            throw new IOException("no bearer token: the file is too large");
        }
        String token = Files.readString(file).strip();
        if (!SHAPE.matcher(token).matches()) {
            throw new IOException("no bearer token: the file holds something else");
        }
        return token;
    }
}
