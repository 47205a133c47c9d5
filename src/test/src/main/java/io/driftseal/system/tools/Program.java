package io.driftseal.system.tools;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One program and how to recognise the pinned version of it on somebody's PATH.
 *
 * @param name file name, also the last part of the environment variable that overrides it
 * @param versionArguments arguments that make it print its version; empty if it cannot, and then a
 *     program on PATH is never taken for the pinned one
 * @param versionText what a pinned program prints somewhere in the answer
 */
record Program(String name, List<String> versionArguments, String versionText) {
    Program {
        Objects.requireNonNull(name, "name");
        versionArguments = List.copyOf(versionArguments);
        Objects.requireNonNull(versionText, "versionText");
    }

    static Program withoutVersion(String name) {
        return new Program(name, List.of(), "");
    }

    /** {@code kube-apiserver} is overridden by {@code DRIFTSEAL_KUBE_APISERVER}. */
    String environmentVariable() {
        return "DRIFTSEAL_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
