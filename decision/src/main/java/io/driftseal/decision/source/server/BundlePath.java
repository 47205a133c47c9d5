package io.driftseal.decision.source.server;

import io.driftseal.decision.bundle.PolicyRefusedException;
import java.util.List;

/**
 * Names inside a bundle. OPA writes them with a slash in front, tar with a dot and a slash: both
 * are the bundle's root. What would lead out of it, or be another file on another system, is
 * refused.
 */
final class BundlePath {

    private static final int MAXIMUM_LENGTH = 255;

    private BundlePath() {}

    /** Relative to the root, components apart by slashes. */
    static String of(String name) throws PolicyRefusedException {
        String relative =
                name.startsWith("./")
                        ? name.substring(2)
                        : name.startsWith("/") ? name.substring(1) : name;
        boolean allowed =
                relative.length() <= MAXIMUM_LENGTH
                        && relative.chars().noneMatch(c -> c < ' ' || c == 127 || c == '\\')
                        && relative.indexOf('\uFFFD') < 0
                        && List.of(relative.split("/", -1)).stream().noneMatch(BundlePath::leads);
        if (!allowed) {
            throw BundleArchive.refused("has a file whose name is none inside it");
        }
        return relative;
    }

    /** As {@link #of}; the root itself is a folder. */
    static void ofFolder(String name) throws PolicyRefusedException {
        String whole = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (!whole.isEmpty() && !whole.equals(".")) {
            of(whole);
        }
    }

    private static boolean leads(String component) {
        return component.isEmpty() || component.equals(".") || component.equals("..");
    }
}
