package io.driftseal.decision.workbench;

/**
 * One test: a rule whose name begins with {@code test_} or {@code todo_test_}. Its place tells it
 * from others: OPA numbers those that share a name, and not always in the same order.
 *
 * @param packageName without {@code data.}, {@code driftseal.team_test}
 * @param name as OPA has it; the second of a name ends in {@code #01}
 * @param file below the directory
 * @param line from 1
 * @param column from 1
 */
public record PolicyTest(String packageName, String name, String file, int line, int column) {

    /** {@code driftseal.team_test.test_allowed}. */
    public String fullName() {
        return packageName + "." + name;
    }

    /** {@code team_test.rego:12}. */
    public String place() {
        return file + ":" + line;
    }

    /** As it is written, without OPA's number. */
    String writtenName() {
        return name.replaceFirst("#\\d+$", "");
    }
}
