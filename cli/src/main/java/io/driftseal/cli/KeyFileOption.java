package io.driftseal.cli;

import io.driftseal.stamp.KeyFileException;
import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.VerificationKeyRing;
import java.nio.file.Path;

/** Reads the public keys a command was pointed at. */
final class KeyFileOption {

    private KeyFileOption() {}

    static VerificationKeyRing read(Path file, KeyPurpose purpose) throws CommandFailedException {
        try {
            return KeyFiles.readVerification(file, purpose);
        } catch (KeyFileException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
