package io.driftseal.workload;

/**
 * SHA-256 of a canonical form.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ConfigurationHash(String hex) {

    private static final int DIGITS = 64;

    public ConfigurationHash {
        boolean valid = hex.length() == DIGITS;
        for (int i = 0; valid && i < DIGITS; i++) {
            char c = hex.charAt(i);
            valid = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!valid) {
            throw new IllegalArgumentException("a configuration hash has 64 digits 0-9a-f");
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
