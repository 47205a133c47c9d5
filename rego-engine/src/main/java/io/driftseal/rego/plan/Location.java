package io.driftseal.rego.plan;

/**
 * Where a statement comes from.
 *
 * @param file the policy's file, empty where the planner made the statement up
 * @param row from 1, or 0
 * @param column from 1, or 0
 */
public record Location(String file, int row, int column) {

    public static final Location UNKNOWN = new Location("", 0, 0);

    @Override
    public String toString() {
        return file.isEmpty() || row == 0 ? "" : file + ":" + row;
    }
}
