package io.driftseal.decision;

import java.util.Locale;

/** The five questions that policy answers. Each is the rule {@code decision} of its own package. */
public enum EntryPoint {
    /** May this root or child be created or changed, and under which runtime policy? */
    ADMISSION,
    /** May this door into a running pod be used? */
    ACCESS,
    /** May this permission for one door be issued? */
    GRANT,
    /** How severe are these findings, and who must hear of them? */
    DRIFT,
    /** What shall be done about this incident? */
    RESPONSE;

    /** Lower-case name, as in metrics, logs and the names of the schema files. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Path of the rule below {@code data}, for example {@code driftseal/admission/decision}. */
    public String rulePath() {
        return "driftseal/" + wireName() + "/decision";
    }

    /** Value of {@code schema} in every input document, for example {@code driftseal.drift/v1}. */
    public String inputSchema() {
        return "driftseal." + wireName() + "/v1";
    }
}
