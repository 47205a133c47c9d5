package io.driftseal.cli;

import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.io.PrintWriter;

/** Prints what a service answered. */
final class Answers {

    private Answers() {}

    static void print(JsonValue answer, boolean json, PrintWriter out) {
        if (json) {
            out.println(JsonWriter.writeString(answer));
        } else {
            new Outline(out).print(answer);
        }
    }
}
