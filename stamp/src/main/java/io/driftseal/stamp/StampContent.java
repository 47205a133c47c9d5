package io.driftseal.stamp;

import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.Workload;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What was approved.
 *
 * @param formVersion of the rules under which the hash was made
 * @param serviceAccount the identity that the pods get
 * @param images the first image references that fit into the stamp, in the order of the spec
 * @param imagesDigest SHA-256 over all image references, each followed by a newline
 */
public record StampContent(
        ConfigurationHash hash,
        int formVersion,
        String serviceAccount,
        List<String> images,
        String imagesDigest) {

    public StampContent {
        if (formVersion < 1) {
            throw new IllegalArgumentException("a stamp's form version must be positive");
        }
        StampText.objectName("service account", serviceAccount, 253);
        images = List.copyOf(images);
        images.forEach(image -> StampText.line("image", image, 1024));
        StampText.digest("images digest", imagesDigest);
    }

    public static StampContent of(Workload workload) {
        return of(workload, CanonicalForm.of(workload));
    }

    /** As {@link #of(Workload)} where the form of the workload is already at hand. */
    public static StampContent of(Workload workload, CanonicalForm form) {
        List<String> images = workload.images();
        return new StampContent(
                form.hash(),
                form.version(),
                workload.serviceAccount(),
                images,
                imagesDigest(images));
    }

    StampContent withImages(int count) {
        return new StampContent(
                hash, formVersion, serviceAccount, images.subList(0, count), imagesDigest);
    }

    private static String imagesDigest(List<String> images) {
        var text = new StringBuilder();
        images.forEach(image -> text.append(image).append('\n'));
        return Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
