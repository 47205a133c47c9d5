package io.driftseal.bench.engines;

import io.driftseal.bench.document.PodSize;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.decision.loading.EngineKind;
import io.driftseal.workload.json.JsonObject;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** The figures of the embedded engine that were promised, beside those that were measured. */
final class EngineTargets {

    private static final double ONE_MICROS = 100;
    private static final double TEN_MICROS = 200;
    private static final double NATIVE_TIMES = 3;
    private static final double INPUT_TIMES = 10;
    private static final double FURTHER_MICROS = 20;
    private static final int FURTHER_POLICIES = 90;

    private final Map<String, Noted> embedded = new HashMap<>();

    private record Noted(double cpuMicros, double bytes, double nativeMicros, int inputBytes) {}

    void note(
            EngineCase measured,
            PodSize size,
            EngineKind kind,
            EngineWindow window,
            double nativeMicros,
            JsonObject input) {
        if (kind == EngineKind.EMBEDDED && measured.generated() && size == PodSize.MEDIUM) {
            embedded.put(
                    measured.words(),
                    new Noted(
                            window.cpuMicros(),
                            window.allocatedBytes(),
                            nativeMicros,
                            CanonicalDocument.of(input).size()));
        }
    }

    void print(PrintStream out) {
        Noted one = noted(EngineCase.ONE);
        Noted ten = noted(EngineCase.TEN);
        Noted hundred = noted(EngineCase.HUNDRED);
        out.println("Embedded, pods of 9 KB:");
        out.println();
        out.println("| Target | at most | measured | |");
        out.println("|---|---|---|---|");
        atMost(out, "CPU µs, one policy of 10 rules", ONE_MICROS, one.cpuMicros());
        atMost(out, "CPU µs, ten policies in one evaluation", TEN_MICROS, ten.cpuMicros());
        atMost(
                out,
                "of native OPA's time, one policy",
                1 / NATIVE_TIMES,
                one.cpuMicros() / one.nativeMicros());
        atMost(
                out,
                "of native OPA's time, ten policies",
                1 / NATIVE_TIMES,
                ten.cpuMicros() / ten.nativeMicros());
        atMost(
                out,
                "allocated, × the input, one policy",
                INPUT_TIMES,
                one.bytes() / one.inputBytes());
        atMost(
                out,
                "allocated, × the input, ten policies",
                INPUT_TIMES,
                ten.bytes() / ten.inputBytes());
        atMost(
                out,
                "CPU µs for each further policy",
                FURTHER_MICROS,
                (hundred.cpuMicros() - ten.cpuMicros()) / FURTHER_POLICIES);
    }

    private Noted noted(String words) {
        Noted noted = embedded.get(words);
        if (noted == null) {
            throw new IllegalStateException("not measured: " + words);
        }
        return noted;
    }

    private static void atMost(PrintStream out, String what, double bound, double measured) {
        out.printf(
                "| %s | %.2f | %.2f | %s |%n",
                what, bound, measured, measured <= bound ? "kept" : "MISSED");
    }
}
