package io.driftseal.system.cluster;

import io.driftseal.system.images.LayerEntry;
import io.driftseal.testsupport.ProgramLocator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The images that every cluster with a node has from its start. */
public final class ClusterImages {
    /** Busybox with all its commands; sleeps for ever unless told otherwise. */
    public static final String BUSYBOX = "driftseal.local/busybox:1";

    /** Other content under another tag: for a changed image that can really run. */
    public static final String BUSYBOX_OTHER = "driftseal.local/busybox:2";

    static final String PAUSE = "driftseal.local/pause:1";

    private ClusterImages() {}

    static List<OciImage> all(ProgramLocator programs) {
        return List.of(
                pause(programs), busybox(programs, BUSYBOX), busybox(programs, BUSYBOX_OTHER));
    }

    private static OciImage pause(ProgramLocator programs) {
        return new OciImage(
                PAUSE,
                List.of(new LayerEntry.Copy("pause", 0755, programs.locate("pause"))),
                List.of("/pause"),
                List.of());
    }

    private static OciImage busybox(ProgramLocator programs, String reference) {
        Path busybox = programs.locate("busybox");
        List<LayerEntry> entries = new ArrayList<>();
        for (String folder : List.of("bin", "etc", "dev", "proc", "sys", "root", "home", "var")) {
            entries.add(new LayerEntry.Directory(folder, 0755));
        }
        entries.add(new LayerEntry.Directory("tmp", 01777));
        entries.add(LayerEntry.text("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"));
        entries.add(LayerEntry.text("etc/group", "root:x:0:\n"));
        entries.add(LayerEntry.text("etc/image", reference + "\n"));
        entries.add(new LayerEntry.Copy("bin/busybox", 0755, busybox));
        List<String> list = List.of(busybox.toString(), "--list");
        for (String name :
                ProgramRun.run(list, Map.of(), "", Duration.ofSeconds(10))
                        .require()
                        .split("\n", -1)) {
            if (!name.equals("busybox")) {
                entries.add(new LayerEntry.Link("bin/" + name, "busybox"));
            }
        }
        return new OciImage(reference, entries, List.of(), List.of("/bin/sleep", "2147483647"));
    }
}
