package io.driftseal.system.tools;

import java.util.List;
import java.util.Objects;

/** How a tool is made where it is not found. */
sealed interface Route {

    /**
     * A Go module of ours, with its go.mod and go.sum in the repository.
     *
     * @param directory folder of the module, relative to {@code src/test/cluster}
     * @param linkerFlags what is passed to {@code -ldflags} besides the stripping of symbols
     */
    record GoModule(String directory, List<String> linkerFlags) implements Route {
        public GoModule {
            Objects.requireNonNull(directory, "directory");
            linkerFlags = List.copyOf(linkerFlags);
        }
    }

    /**
     * Commands of somebody else's Go module, built in a module of ours that pins what it is built
     * with: where {@code go install} refuses, or packages are to be shared with another build.
     *
     * @param directory folder of our module, relative to {@code src/test/cluster}
     * @param packages import paths; the last part of each is the name of its program
     */
    record GoTools(String directory, List<String> packages) implements Route {
        public GoTools {
            Objects.requireNonNull(directory, "directory");
            packages = List.copyOf(packages);
        }
    }

    /**
     * Commands of somebody else's Go module, whose sums the Go checksum database answers for.
     *
     * @param packages import paths with {@code @version}
     */
    record GoInstall(List<String> packages, List<String> tags, List<String> linkerFlags)
            implements Route {
        public GoInstall {
            packages = List.copyOf(packages);
            tags = List.copyOf(tags);
            linkerFlags = List.copyOf(linkerFlags);
        }
    }

    /** A package of the distribution; its version is the distribution's. */
    record DistributionPackage(String packageName) implements Route {
        public DistributionPackage {
            Objects.requireNonNull(packageName, "packageName");
        }
    }
}
