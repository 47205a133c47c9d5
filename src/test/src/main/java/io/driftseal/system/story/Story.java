package io.driftseal.system.story;

import io.driftseal.system.installation.Installation;
import java.util.List;

/** The story in its chapters; after the first claim that fails, the rest is skipped. */
final class Story {

    private final Installation driftseal;
    private final Narrator narrator;

    Story(Installation driftseal, Narrator narrator) {
        this.driftseal = driftseal;
        this.narrator = narrator;
    }

    /** Tells it all; whether every line came true. */
    boolean tell() {
        AdmissionChapter admission = new AdmissionChapter(driftseal);
        DriftChapter drift = new DriftChapter(driftseal, narrator);
        ResponseChapter response = new ResponseChapter(driftseal, drift, narrator);
        return chapter("What is approved is signed into the workload", admission.lines())
                && chapter("What runs is held against it", drift.lines())
                && chapter("The intruder loses the token, and it is proved", response.lines());
    }

    private boolean chapter(String title, List<StoryLine> lines) {
        narrator.chapter(title);
        boolean held = true;
        for (StoryLine line : lines) {
            if (!held) {
                narrator.skipped(line.claim());
                continue;
            }
            held = comesTrue(line);
        }
        return held;
    }

    private boolean comesTrue(StoryLine line) {
        try {
            narrator.cameTrue(line.claim(), line.act().proveIt());
            return true;
        } catch (ClaimFailedException | RuntimeException e) {
            narrator.failed(line.claim(), String.valueOf(e.getMessage()));
            return false;
        }
    }
}
