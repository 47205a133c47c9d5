package io.driftseal.decision.source;

import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Policies of a directory, and more files beside them from somewhere else: rules that are added to
 * the shipped ones, and settings.
 */
public final class LayeredSource implements PolicySource {

    private final Path directory;
    private final String name;
    private final Layer layer;
    private String answered = "";

    /** The files beside those of the directory. */
    @FunctionalInterface
    public interface Layer {
        /** Relative names, that are in the directory under no circumstances, to contents. */
        Map<String, byte[]> files() throws PolicySourceException, PolicyRefusedException;
    }

    /**
     * @param name of the layer, for people
     */
    public LayeredSource(Path directory, String name, Layer layer) {
        this.directory = directory;
        this.name = name;
        this.layer = layer;
    }

    @Override
    public String name() {
        return name + " on directory " + directory;
    }

    @Override
    public Optional<PolicyBundle> fetch() throws PolicySourceException, PolicyRefusedException {
        PolicyBundle both;
        try {
            both = PolicyBundle.read(directory).with(layer.files());
        } catch (PolicyRefusedException e) {
            // What was there before must be said again when it is back, or it would stay refused.
            answered = "";
            throw e;
        }
        if (both.revision().equals(answered)) {
            return Optional.empty();
        }
        answered = both.revision();
        return Optional.of(both);
    }
}
