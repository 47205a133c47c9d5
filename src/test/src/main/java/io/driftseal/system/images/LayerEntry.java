package io.driftseal.system.images;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One entry of a layer; paths have no leading slash and at most 100 bytes. */
public sealed interface LayerEntry {
    String path();

    /** A folder. */
    record Directory(String path, int mode) implements LayerEntry {}

    /** A symbolic link. */
    record Link(String path, String target) implements LayerEntry {}

    /** A file; {@code content} belongs to the entry from then on. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, only written
    record Content(String path, int mode, byte[] content) implements LayerEntry {}

    /** A file of the machine. */
    record Copy(String path, int mode, Path source) implements LayerEntry {}

    /** A text file that everybody may read. */
    static LayerEntry text(String path, String content) {
        return new Content(path, 0644, content.getBytes(StandardCharsets.UTF_8));
    }
}
