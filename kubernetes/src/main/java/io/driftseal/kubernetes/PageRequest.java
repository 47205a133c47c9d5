package io.driftseal.kubernetes;

import java.util.Objects;

/**
 * One page of a list.
 *
 * @param limit most objects in the page, 1 to 5000
 * @param continueToken what the page before answered, empty for the first
 */
public record PageRequest(int limit, String continueToken) {

    /** The API's own clients use this size; a page of 40 KB pods is then 20 MB. */
    private static final int USUAL_LIMIT = 500;

    private static final int LARGEST_LIMIT = 5_000;

    public PageRequest {
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw new IllegalArgumentException("limit of a page must be 1 to " + LARGEST_LIMIT);
        }
        Objects.requireNonNull(continueToken, "continueToken");
    }

    public static PageRequest first() {
        return new PageRequest(USUAL_LIMIT, "");
    }

    /** Half of this page. */
    public PageRequest halved() {
        return new PageRequest(Math.max(1, limit / 2), continueToken);
    }

    public PageRequest after(ObjectPage page) {
        return new PageRequest(limit, page.continueToken());
    }
}
