package io.driftseal.decision.source;

import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Policies of a directory, and more files beside them from elsewhere: rules that are added to the
 * shipped ones, and settings. While one layer does not answer, none of them changes anything.
 */
public final class LayeredSource implements PolicySource {

    private final Path directory;
    private final List<Layer> layers;
    private String answered = "";

    /** Files beside those of the directory. */
    public interface Layer {

        /** For people; holds no secret. */
        String name();

        /**
         * Relative names, that are in the directory or in another layer under no circumstances, to
         * contents. Blocks for a bounded time.
         */
        Map<String, byte[]> files() throws PolicySourceException, PolicyRefusedException;
    }

    /**
     * @param layers one at least
     */
    public LayeredSource(Path directory, List<Layer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("without layers it is a DirectorySource");
        }
        this.directory = directory;
        this.layers = List.copyOf(layers);
    }

    @Override
    public String name() {
        return layers.stream().map(Layer::name).collect(Collectors.joining(" and "))
                + " on directory "
                + directory;
    }

    @Override
    public Optional<PolicyBundle> fetch() throws PolicySourceException, PolicyRefusedException {
        PolicyBundle all;
        try {
            all = PolicyBundle.read(directory);
            for (Layer layer : layers) {
                all = all.with(layer.files());
            }
        } catch (PolicyRefusedException e) {
            // What was there before must be said again when it is back, or it would stay refused.
            answered = "";
            throw e;
        }
        if (all.revision().equals(answered)) {
            return Optional.empty();
        }
        answered = all.revision();
        return Optional.of(all);
    }
}
